//! Readers who are slow, who leave, and who say nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Instant;

use camino::Utf8Path;
use tokio::net::TcpSocket;
use tokio::runtime::{Builder, Runtime};

use super::*;
use crate::serve::{Options, Preview};
use crate::source::Overrides;

/// Longer than any test.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// Short enough for a test to wait.
const SHORT: Duration = Duration::from_millis(200);

const PATIENT: Patience = Patience { head: FOR_EVER, morsel: FOR_EVER, pulse: FOR_EVER, hearing: FOR_EVER };

const LISTEN: &[u8] = b"GET /.rasher/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A server of a site with a large file.
struct Served {
    _folder: tempfile::TempDir,
    _preview: Preview,
    runtime: Runtime,
    desk: Arc<Desk>,
    port: u16,
}

impl Served {
    fn with(patience: Patience) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::create_dir(folder.path().join("static")).unwrap();
        write("rasher.yml", b"");
        write("content/index.md", b"# Home\n");
        write("static/large.bin", &vec![7; 64 << 20]);
        let project = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        let options = Options { project, overrides: Overrides::default(), demos: false };
        let preview = Preview::open(options).unwrap();
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let desk = Arc::new(Desk::new(Names::Any, preview.moments(), patience));
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        runtime.spawn(accept(listener, Arc::clone(&desk)));
        Self { _folder: folder, _preview: preview, runtime, desk, port }
    }

    fn send(&self, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request).unwrap();
        stream
    }

    /// How many seats are taken.
    fn taken(&self) -> usize {
        MOST - self.desk.seats.available_permits()
    }

    /// Waits until so many seats are taken.
    fn seats(&self, taken: usize) {
        let start = Instant::now();
        while self.taken() != taken {
            assert!(start.elapsed() < Duration::from_secs(60), "{:?}", self.desk.seats);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Opens a stream of events, and waits for the first.
    fn listen(&self, more: &[u8]) -> TcpStream {
        let mut stream = self.send(LISTEN);
        let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
        while !heard.windows(6).any(|bytes| bytes == b"data: ") {
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0);
            heard.extend_from_slice(&piece[..length]);
        }
        stream.write_all(more).unwrap();
        stream
    }
}

/// A reader for whom the system keeps little, so that every sip is noticed.
fn narrow(served: &Served) -> TcpStream {
    let connect = async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.connect(([127, 0, 0, 1], served.port).into()).await.unwrap().into_std().unwrap()
    };
    let stream = served.runtime.block_on(connect);
    stream.set_nonblocking(false).unwrap();
    stream
}

#[test]
fn a_reader_who_drips_is_ended_and_nothing_is_kept_for_them() {
    let served = Served::with(Patience { morsel: Duration::from_secs(1), ..PATIENT });
    let mut stream = narrow(&served);
    stream.write_all(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    served.seats(1);
    let start = Instant::now();
    while served.taken() > 0 {
        let _ = stream.read(&mut [0; 1024]);
        assert!(start.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(10));
    }
    let rest = std::io::copy(&mut stream, &mut std::io::sink());
    assert!(rest.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionReset), "{rest:?}");
}

#[test]
fn a_reader_who_takes_a_large_file_in_time_gets_all_of_it() {
    let served = Served::with(PATIENT);
    let mut stream = served.send(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    // Long enough for every buffer between us to be full.
    thread::sleep(SHORT);
    let length = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    assert!(length > 64 << 20, "{length}");
}

#[test]
fn one_who_sends_a_head_byte_by_byte_or_nothing_at_all_is_ended() {
    let served = Served::with(Patience { head: SHORT, ..PATIENT });
    let mut dripping = served.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
    let silent = served.send(b"");
    let start = Instant::now();
    while dripping.write_all(b"x").is_ok() {
        assert!(start.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(10));
    }
    served.seats(0);
    drop(silent);
}

#[test]
fn one_who_sends_a_body_byte_by_byte_is_answered_and_ended() {
    let served = Served::with(Patience { hearing: SHORT, ..PATIENT });
    for (request, status) in [
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", "405"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", "200"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", "200"),
    ] {
        let mut stream = served.send(request.as_bytes());
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert!(answer.ends_with(status.as_bytes()), "{request}: {}", String::from_utf8_lossy(&answer));
        let start = Instant::now();
        while stream.write_all(b"x").is_ok() {
            assert!(start.elapsed() < Duration::from_secs(60), "{request}");
            thread::sleep(Duration::from_millis(10));
        }
        served.seats(0);
    }
}

#[test]
fn a_page_that_is_closed_gives_up_its_seat_at_once() {
    let served = Served::with(PATIENT);
    let (closed, half_closed, stays) = (served.listen(b""), served.listen(b""), served.listen(b""));
    served.seats(3);
    drop(closed);
    half_closed.shutdown(Shutdown::Write).unwrap();
    served.seats(1);
    drop(stays);
    served.seats(0);
}

#[test]
fn no_task_is_left_of_a_page_that_is_closed() {
    let served = Served::with(PATIENT);
    let tasks = || served.runtime.metrics().num_alive_tasks();
    let before = tasks();
    let tab = served.listen(b"");
    assert!(tasks() > before);
    drop(tab);
    let start = Instant::now();
    while tasks() > before {
        assert!(start.elapsed() < Duration::from_secs(60), "{}", tasks());
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_page_whose_closing_cannot_be_seen_gives_up_its_seat_when_it_does_not_take_a_pulse() {
    let served = Served::with(Patience { pulse: SHORT, ..PATIENT });
    // What it says behind its request is never read, and the end behind that neither.
    let tab = served.listen(b"GET");
    served.seats(1);
    drop(tab);
    served.seats(0);
}
