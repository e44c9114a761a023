//! Many readers at once, and slow ones.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::PoisonError;
use std::time::Instant;

use super::{Answer, CROWD, PATIENCE, Preview, site};

#[test]
fn two_hundred_readers_are_served_whoever_else_dawdles() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let dawdlers: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = preview.connect();
            let start: &[u8] = if number % 2 == 0 { b"GET /docs/ HTTP/1.1\r\nHo" } else { b"" };
            stream.write_all(start).unwrap();
            stream
        })
        .collect();
    let readers: Vec<_> = (0..200).map(|_| preview.connect()).collect();
    for mut reader in &readers {
        reader.write_all(b"GET /docs/guide/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    }
    let plain = preview.get("/docs/guide/a/").body;
    for mut reader in readers {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert!(Answer::read(&bytes).body == plain);
    }
    drop(dawdlers);
}

#[test]
fn more_connections_than_there_is_room_for_are_refused_politely() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let start = Instant::now();
    let mut seats: Vec<TcpStream> = (0..512).map(|_| preview.connect()).collect();
    let refused = loop {
        let answer = preview.get("/docs/");
        if answer.status == 503 {
            break answer;
        }
        assert!(start.elapsed() < PATIENCE, "{answer:?}");
        // On a slow machine the first have waited for too long, and given up their seats.
        seats.push(preview.connect());
    };
    assert_eq!(refused.header("retry-after"), "1");
    drop(seats);
    while preview.get("/docs/").status != 200 {
        assert!(start.elapsed() < PATIENCE);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_of_a_large_file_takes_one_of_the_files_that_may_be_open() {
    let project = site();
    project.write("static/large.txt", &"x".repeat(20_000_000));
    let preview = Preview::of(&project);
    let opened = || std::fs::read_dir(format!("/proc/{}/fd", preview.child.id())).unwrap().count();
    let before = opened();
    let readers: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut reader = preview.connect();
            reader.write_all(b"GET /docs/large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            reader.read_exact(&mut [0; 15]).unwrap();
            reader
        })
        .collect();
    // Pieces are read by 16 threads at most.
    assert!(opened() <= before + readers.len() + 16, "{before} {}", opened());
}

#[cfg(target_os = "linux")]
#[test]
fn a_crowd_does_not_take_the_files_that_the_project_is_read_through() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let opened = || std::fs::read_dir(format!("/proc/{}/fd", preview.child.id())).unwrap().count();
    let before = opened();
    let crowd: Vec<TcpStream> = (0..640).map(|_| preview.connect()).collect();
    // The last that is let in or shut out was seen, and so were all before.
    let last = &mut crowd.last().unwrap();
    last.write_all(b"GET /docs/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok();
    last.read_to_end(&mut Vec::new()).ok();
    assert!(opened() < before + 512 + 100, "{}", opened());
}
