//! Where the server listens, and by which names it may be called.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

use hyper::http::uri::Authority;

use crate::error::{Error, Result};

/// How many ports behind the default one are tried.
const TRIES: u16 = 100;

/// The port to listen at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one, or the next that is free.
    From(u16),
    /// This one and no other.
    Exactly(u16),
}

/// Sockets that wait for readers.
#[derive(Debug)]
pub struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) names: Names,
    /// The host as it was named.
    host: String,
    /// The port that was free.
    pub port: u16,
}

/// The values of `Host` that are answered. A page of another site can make its own name lead to this machine ("DNS
/// rebinding") and would read the preview through the reader's browser; but it cannot make the browser send another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Names {
    /// This machine's names for itself, and these.
    Own(BTreeSet<String>),
    /// Any: whoever listens at every address does so to be called from elsewhere, by names that we cannot know.
    Any,
}

impl Bound {
    /// Takes a port of `host`.
    ///
    /// # Errors
    /// When the port is taken or not allowed, or the host is not this machine.
    pub fn new(host: &str, port: Port) -> Result<Self> {
        let ports = match port {
            Port::From(first) => first..=first.saturating_add(TRIES),
            Port::Exactly(port) => port..=port,
        };
        let mut busy = None;
        for port in ports {
            match listeners(host, port) {
                Ok(listeners) => {
                    let addresses: Vec<SocketAddr> =
                        listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect();
                    let port = addresses.first().map_or(port, SocketAddr::port);
                    let names = Names::of(host, addresses.iter().map(SocketAddr::ip));
                    return Ok(Self { listeners, names, host: host.to_owned(), port });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => busy = Some((port, error)),
                Err(error) => return Err(Error::Listen { address: address(host, port), error }),
            }
        }
        let (port, error) = busy.unwrap_or_else(|| (0, io::ErrorKind::AddrInUse.into()));
        Err(Error::Listen { address: address(host, port), error })
    }

    /// The address to open in a browser, without a path.
    pub fn origin(&self) -> String {
        let host = if self.names == Names::Any { "localhost" } else { &self.host };
        format!("http://{}", address(host, self.port))
    }

    /// Whether other machines can reach it.
    pub fn is_public(&self) -> bool {
        let is_loopback =
            |listener: &TcpListener| listener.local_addr().is_ok_and(|address| address.ip().is_loopback());
        !self.listeners.iter().all(is_loopback)
    }
}

/// `localhost` is both of this machine's loopback addresses, since browsers differ in which they try first.
fn listeners(host: &str, port: u16) -> io::Result<Vec<TcpListener>> {
    let addresses: Vec<SocketAddr> = if host.eq_ignore_ascii_case("localhost") {
        vec![(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()]
    } else {
        (host.trim_matches(['[', ']']), port).to_socket_addrs()?.collect()
    };
    let mut bound: Vec<TcpListener> = Vec::new();
    let mut failure = None;
    for mut address in addresses {
        if let Some(first) = bound.first().and_then(|first| first.local_addr().ok()) {
            // Port 0 stands for any free one; the second address takes the same.
            address.set_port(first.port());
        }
        match TcpListener::bind(address) {
            Ok(listener) => bound.push(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            // A machine without IPv6 has no `::1`.
            Err(error) => failure = Some(error),
        }
    }
    match failure {
        Some(error) if bound.is_empty() => Err(error),
        None if bound.is_empty() => Err(io::ErrorKind::AddrNotAvailable.into()),
        _ => Ok(bound),
    }
}

fn address(host: &str, port: u16) -> String {
    let is_bare_v6 = host.contains(':') && !host.starts_with('[');
    if is_bare_v6 { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

impl Names {
    /// Those of a server at `host`, which the system takes for `addresses`: there are many ways to write one.
    fn of(host: &str, mut addresses: impl Iterator<Item = IpAddr>) -> Self {
        let mut names = BTreeSet::from([plain(host)]);
        let is_everywhere = addresses.any(|address| {
            names.insert(address.to_canonical().to_string());
            address.is_unspecified()
        });
        if is_everywhere { Self::Any } else { Self::Own(names) }
    }

    /// Whether a request that is sent to this host is meant for us.
    pub(super) fn include(&self, host: &Host) -> bool {
        let (Self::Own(names), Host(name)) = (self, host) else { return true };
        match name.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(address) => address.is_loopback() || names.contains(&address.to_string()),
            Err(_) => name == "localhost" || name.ends_with(".localhost") || names.contains(name),
        }
    }
}

/// The host that a request names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Host(String);

impl Host {
    /// Reads `host[:port]` (RFC 9110 §7.2). Nothing else is one: no user before it, and no port that there cannot be.
    pub(super) fn read(text: &str) -> Option<Self> {
        let authority: Authority = text.parse().ok()?;
        let port = text.strip_prefix(authority.host())?;
        let is_port = matches!(port, "" | ":") || authority.port().is_some();
        Some(Self(plain(authority.host()))).filter(|Self(name)| is_port && !name.is_empty())
    }
}

/// A host in lower case, without brackets, and the dot that may end it.
fn plain(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_this_machine_are_answered() {
        let includes = |own: &str, host: &str| {
            // Nobody is asked for other machines' addresses.
            let addresses = || (own.trim_matches(['[', ']']), 0).to_socket_addrs().into_iter().flatten();
            let addresses = (!own.ends_with(".lan")).then(addresses).into_iter().flatten();
            Names::of(own, addresses.map(|address| address.ip())).include(&Host::read(host).unwrap())
        };
        for host in [
            "localhost", "LOCALHOST:5001", "localhost:", "localhost.", "127.0.0.1:80", "127.8.8.8", "[::1]:5001",
            "[::1]", "docs.localhost:1",
        ] {
            assert!(includes("localhost", host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "192.168.1.2:5001",
            "[::2]",
            "127.0.0.1.evil.example",
            "2130706433",
        ] {
            assert!(!includes("localhost", host), "{host}");
        }
        assert!(includes("box.lan", "Box.LAN:5001") && !includes("box.lan", "fox.lan"));
        assert!(includes("::2", "[::2]:5001") && includes("[::2]", "[::2]"));
        assert!(includes("0.0.0.0", "anything.example") && includes("::", "x") && includes("0", "x"));
        assert!(includes("::ffff:192.0.2.2", "[::ffff:c000:202]") && includes("192.0.514", "192.0.2.2"));
    }

    #[test]
    fn a_host_is_a_name_and_perhaps_a_port_that_there_can_be() {
        for text in [
            "",
            ":80",
            "::1",
            "[::1",
            "a b",
            "localhost:99999999",
            "localhost:65536",
            "localhost:-1",
            "localhost:80x",
            "localhost:80:80",
            "localhost/",
            "user@localhost",
            "localhost:x@evil.example",
        ] {
            assert_eq!(Host::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_busy_default_port_moves_on_and_a_chosen_one_does_not() {
        let taken = Bound::new("127.0.0.1", Port::Exactly(0)).unwrap();
        let next = Bound::new("127.0.0.1", Port::From(taken.port)).unwrap();
        assert!(next.port > taken.port);
        let error = Bound::new("127.0.0.1", Port::Exactly(taken.port)).unwrap_err();
        assert!(error.to_string().contains(&format!("127.0.0.1:{}", taken.port)) && error.hint().is_some(), "{error}");
    }

    #[test]
    fn the_address_can_be_opened() {
        let origin = |host: &str| {
            Bound::new(host, Port::Exactly(0)).map(|bound| bound.origin().replace(&bound.port.to_string(), "P"))
        };
        assert_eq!(origin("localhost").unwrap(), "http://localhost:P");
        assert_eq!(origin("0.0.0.0").unwrap(), "http://localhost:P");
        assert!(Bound::new("0.0.0.0", Port::Exactly(0)).unwrap().is_public());
        assert!(!Bound::new("localhost", Port::Exactly(0)).unwrap().is_public());
    }
}
