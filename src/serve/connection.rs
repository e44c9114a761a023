//! Connections: who is let in, how long they may take, and who answers them.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::body::Body;
use super::listen::Names;
use super::live::{CLIENT, Tab};
use super::patience::{Listens, Patience, Patient};
use super::request::{Wanted, wanted};
use super::{Moment, answer};

/// How many connections there may be at once. A browser opens six.
const MOST: usize = 512;

/// How many of those for whom there is no seat are told so at once; the others are shut out without a word, since whoever comes by the
/// thousand must not take the files that the system lets us open, which the project is read through.
const MOST_REFUSED: usize = 64;

/// How large a request's head may be.
const HEAD_SIZE: usize = 16 * 1024;

/// How long the last that is said to somebody may take, and how long they may say nothing while they are heard out.
const FAREWELL_TIME: Duration = Duration::from_secs(1);

/// What is said when there are too many connections.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-type: text/plain\r\n\
    content-length: 33\r\nconnection: close\r\n\r\nThere are too many connections.\r\n";

/// What every connection shares.
#[derive(Debug)]
pub(super) struct Desk {
    names: Names,
    moments: watch::Receiver<Arc<Moment>>,
    seats: Arc<Semaphore>,
    standing: Arc<Semaphore>,
    patience: Patience,
}

impl Desk {
    pub(super) fn new(names: Names, moments: watch::Receiver<Arc<Moment>>, patience: Patience) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { names, moments, seats: places(MOST), standing: places(MOST_REFUSED), patience }
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
        if let Ok(seat) = Arc::clone(&desk.seats).try_acquire_owned() {
            tokio::spawn(converse(stream, Arc::clone(&desk), seat));
        } else if let Ok(place) = Arc::clone(&desk.standing).try_acquire_owned() {
            tokio::spawn(timeout(FAREWELL_TIME, refuse(stream, place)));
        }
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>, _seat: OwnedSemaphorePermit) {
    let listens = Listens::default();
    let patient = Patient::new(stream, desk.patience, listens.clone());
    let respond = |request| {
        let (desk, listens) = (Arc::clone(&desk), listens.clone());
        Box::pin(async move { Ok::<_, Infallible>(respond(request, &desk, &listens).await) })
    };
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(desk.patience.head)
        .max_buf_size(HEAD_SIZE)
        // Whoever closes their side behind the request still wants the answer (RFC 9112 §9.6).
        .half_close(true)
        .serve_connection(TokioIo::new(patient), service_fn(respond));
    // A reader who goes away, or whose request is no HTTP, ends their own connection only.
    let ended = (&mut connection).await;
    if ended.map_or_else(|error| error.is_parse(), |()| true) {
        timeout(desk.patience.hearing, hear_out(connection.into_parts().io.into_inner())).await.ok();
    }
}

/// Says that there is no room.
async fn refuse(mut stream: TcpStream, _place: OwnedSemaphorePermit) {
    if stream.write_all(REFUSAL).await.is_ok() {
        hear_out(stream).await;
    }
}

/// Ends a connection whose last answer was sent, and hears the reader out: closing on unread bytes would take back what was said
/// (RFC 9112 §9.6).
async fn hear_out(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    if !matches!(timeout(FAREWELL_TIME, stream.shutdown()).await, Ok(Ok(()))) {
        return;
    }
    let mut ignored = [0; 4096];
    while matches!(timeout(FAREWELL_TIME, stream.read(&mut ignored)).await, Ok(Ok(length)) if length > 0) {}
}

async fn respond(request: Request<hyper::body::Incoming>, desk: &Desk, listens: &Listens) -> Response<Body> {
    let head = request.into_parts().0;
    let moment = Arc::clone(&desk.moments.borrow());
    match wanted(&head, &desk.names, &moment.site) {
        Wanted::Row(path) => {
            rendered(head, moment, move |head, moment| answer::row(head, moment, &path, StatusCode::OK)).await
        }
        Wanted::Own(name) if name == "client.js" => {
            answer::own("text/javascript; charset=utf-8", answer::said(&head.method, CLIENT))
        }
        Wanted::Own(name) if name == "events" && head.method == Method::GET => {
            listens.begin();
            events(&head, desk)
        }
        Wanted::Own(_) | Wanted::Nothing => rendered(head, moment, answer::nothing).await,
        Wanted::Elsewhere(address) => answer::elsewhere(&address),
        Wanted::Refused(status, reason) => answer::text(&head.method, status, reason),
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
    answered.await.unwrap_or_else(|_| answer::text(&method, StatusCode::INTERNAL_SERVER_ERROR, "Rasher failed.\n"))
}

/// Opens the stream of events of one page.
fn events(head: &Parts, desk: &Desk) -> Response<Body> {
    let tab = Tab::new(head.uri.query().unwrap_or_default());
    let (sender, receiver) = channel(4);
    let told = tell(tab, desk.moments.clone(), sender.clone(), desk.patience.pulse);
    tokio::spawn(async move { while_open(&sender, told).await });
    answer::own("text/event-stream", Body::Pieces(receiver))
}

/// Does `work` until it is done or `page` is closed, however long the work would wait for something to say.
async fn while_open(page: &Sender<hyper::body::Bytes>, work: impl Future<Output = ()>) {
    let (mut closed, mut work) = (pin!(page.closed()), pin!(work));
    poll_fn(|context| match closed.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(()),
        Poll::Pending => work.as_mut().poll(context),
    })
    .await;
}

/// Tells a page what is new.
async fn tell(
    mut tab: Tab,
    mut moments: watch::Receiver<Arc<Moment>>,
    page: Sender<hyper::body::Bytes>,
    pulse: Duration,
) {
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
            match timeout(pulse, moments.changed()).await {
                Ok(Ok(())) => break,
                Ok(Err(_)) => return,
                Err(_) if page.send(":\n\n".into()).await.is_err() => return,
                Err(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
