//! Connections: who is let in, how long they may take, and who answers them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::body::Body;
use super::listen::Names;
use super::live::{CLIENT, Tab};
use super::request::{Wanted, wanted};
use super::{Moment, answer};

/// How many connections there may be at once. A browser opens six.
const MOST: usize = 512;

/// How long a request's head may take to come, which is also how long a connection may say nothing.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How large a request's head may be.
const HEAD_SIZE: usize = 16 * 1024;

/// How often a page that listens hears that we are still there; and we, whether it is.
const PULSE: Duration = Duration::from_secs(15);

/// How long telling somebody to come back later may take.
const REFUSAL_TIME: Duration = Duration::from_secs(1);

/// What is said when there are too many connections.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-type: text/plain\r\n\
    content-length: 33\r\nconnection: close\r\n\r\nThere are too many connections.\r\n";

/// What every connection shares.
#[derive(Debug)]
pub(super) struct Desk {
    names: Names,
    moments: watch::Receiver<Arc<Moment>>,
    seats: Arc<Semaphore>,
}

impl Desk {
    pub(super) fn new(names: Names, moments: watch::Receiver<Arc<Moment>>) -> Self {
        Self { names, moments, seats: Arc::new(Semaphore::new(MOST)) }
    }
}

/// Lets readers in for ever.
pub(super) async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The system is out of something, such as open files; it may be back soon.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        match Arc::clone(&desk.seats).try_acquire_owned() {
            Ok(seat) => drop(tokio::spawn(converse(stream, Arc::clone(&desk), seat))),
            Err(_) => drop(tokio::spawn(timeout(REFUSAL_TIME, refuse(stream)))),
        }
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>, _seat: OwnedSemaphorePermit) {
    // Events are small and should not wait for more.
    stream.set_nodelay(true).ok();
    let respond = |request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(respond(request, &desk).await) }
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(super::patience::Patient::new(stream)), service_fn(respond));
    // A reader who goes away, or whose request is no HTTP, ends their own connection only.
    connection.await.ok();
}

/// Says that there is no room, and hears the reader out: closing on unread bytes would take back what was said.
async fn refuse(mut stream: TcpStream) {
    if stream.write_all(REFUSAL).await.is_err() || stream.shutdown().await.is_err() {
        return;
    }
    let mut ignored = [0; 1024];
    while matches!(stream.read(&mut ignored).await, Ok(length) if length > 0) {}
}

async fn respond(request: Request<hyper::body::Incoming>, desk: &Desk) -> Response<Body> {
    let head = request.into_parts().0;
    let moment = Arc::clone(&desk.moments.borrow());
    match wanted(&head, &desk.names, &moment.site) {
        Wanted::Row(path) => {
            rendered(head, moment, move |head, moment| answer::row(head, moment, &path, StatusCode::OK)).await
        }
        Wanted::Own(name) if name == "client.js" => own_script(&head),
        Wanted::Own(name) if name == "events" && head.method == Method::GET => events(&head, desk),
        Wanted::Own(_) | Wanted::Nothing => rendered(head, moment, answer::nothing).await,
        Wanted::Elsewhere(address) => answer::elsewhere(&address),
        Wanted::Refused(status, reason) => answer::text(&head, status, reason),
    }
}

/// Answers on a thread that may take its time: rendering a page is work.
async fn rendered(
    head: Parts,
    moment: Arc<Moment>,
    answer: impl FnOnce(&Parts, &Moment) -> Response<Body> + Send + 'static,
) -> Response<Body> {
    let method = head.method.clone();
    let answered = spawn_blocking(move || {
        let mut response = answer(&head, &moment);
        moment.published().say_of(head.uri.path(), response.headers_mut());
        response
    });
    answered.await.unwrap_or_else(|_| {
        let body = if method == Method::HEAD { Body::empty() } else { Body::Whole("Rasher failed.\n".into()) };
        let mut response = answer::own("text/plain; charset=utf-8", body);
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

fn own_script(head: &Parts) -> Response<Body> {
    let body = if head.method == Method::HEAD { Body::empty() } else { Body::Whole(CLIENT.into()) };
    answer::own("text/javascript; charset=utf-8", body)
}

/// Opens the stream of events of one page.
fn events(head: &Parts, desk: &Desk) -> Response<Body> {
    let tab = Tab::new(head.uri.query().unwrap_or_default());
    let (sender, receiver) = channel(4);
    tokio::spawn(tell(tab, desk.moments.clone(), sender));
    answer::own("text/event-stream", Body::Pieces(receiver))
}

/// Tells a page what is new until it goes away.
async fn tell(mut tab: Tab, mut moments: watch::Receiver<Arc<Moment>>, page: Sender<hyper::body::Bytes>) {
    loop {
        let moment = Arc::clone(&moments.borrow_and_update());
        let told = spawn_blocking(move || {
            let news = tab.news(&moment);
            (tab, news)
        });
        let Ok((same_tab, news)) = told.await else { return };
        tab = same_tab;
        if let Some(news) = news
            && page.send(news.into()).await.is_err()
        {
            return;
        }
        loop {
            match timeout(PULSE, moments.changed()).await {
                Ok(Ok(())) => break,
                Ok(Err(_)) => return,
                Err(_) if page.send(":\n\n".into()).await.is_err() => return,
                Err(_) => {}
            }
        }
    }
}
