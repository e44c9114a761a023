//! The servers, one of which is down.

use super::answer::{Answer, Finding};
use super::chance::draw;
use super::service::{CATALOGUE, Service, StartType, Status};
use crate::schedule::Millis;
use crate::{ErrorCategory, ErrorRecord};

/// Purposes of chance, each with its own sequence.
const WHO_IS_DOWN: u32 = 1;
const HOW_SLOW: u32 = 2;
const HOW_MUCH: u32 = 3;
const WHAT_IS_STOPPED: u32 = 100;

/// How long it takes to learn that nobody answers.
const TIMEOUT: Millis = 640;

/// A number of servers, made from a seed: `$servers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fleet {
    seed: u32,
    servers: u32,
}

impl Fleet {
    /// That many servers; the same seed gives the same ones.
    #[must_use]
    pub fn new(seed: u32, servers: u32) -> Self {
        Self { seed, servers }
    }

    /// The seed it was made from.
    #[must_use]
    pub fn seed(self) -> u32 {
        self.seed
    }

    /// How many servers there are.
    #[must_use]
    pub fn len(self) -> u32 {
        self.servers
    }

    /// Whether there is no server at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.servers == 0
    }

    /// `Server01` for the first, whose index is 0.
    #[must_use]
    pub fn name(self, server: u32) -> String {
        format!("Server{:02}", server + 1)
    }

    /// Which server does not answer; a fleet of one is spared.
    #[must_use]
    pub fn down(self) -> Option<u32> {
        (self.servers > 1).then(|| (draw(self.seed, 0, WHO_IS_DOWN) % u64::from(self.servers)) as u32)
    }

    /// How long the network takes to ask this server.
    #[must_use]
    pub fn latency(self, server: u32) -> Millis {
        if self.down() == Some(server) {
            return TIMEOUT;
        }
        140 + draw(self.seed, server, HOW_SLOW) % 320
    }

    /// How much there is to compute about this server, in [`checksum`](super::checksum) rounds.
    #[must_use]
    pub fn rounds(self, server: u32) -> u32 {
        (60 + draw(self.seed, server, HOW_MUCH) % 100) as u32
    }

    /// All services of a server: `Get-Service -ComputerName $srv`.
    ///
    /// # Errors
    ///
    /// The server that is down gives the message that PowerShell gives.
    pub fn get_service(self, server: u32) -> Result<Vec<Service>, ErrorRecord> {
        if self.down() == Some(server) {
            let name = self.name(server);
            return Err(ErrorRecord::new(
                ErrorCategory::ConnectionError,
                format!(
                    "Cannot open Service Control Manager on computer '{name}'. This operation might require other privileges."
                ),
            ));
        }
        let service = |(purpose, &(name, display_name, start_type)): (u32, &_)| {
            let status = status(start_type, draw(self.seed, server, purpose));
            Service { name, display_name, start_type, status }
        };
        Ok((WHAT_IS_STOPPED..).zip(&CATALOGUE).map(service).collect())
    }

    /// The post's one line: `Get-Service … | ? {$_.StartType -match "Automatic" -and $_.Status -ne "Running"}`.
    #[must_use]
    pub fn should_have_started(self, server: u32) -> Answer {
        let should_have =
            |service: &Service| service.start_type == StartType::Automatic && service.status != Status::Running;
        match self.get_service(server) {
            Ok(services) => Answer::Found(services.into_iter().filter(should_have).map(Finding::from).collect()),
            Err(error) => Answer::Failed(error),
        }
    }
}

/// Most services are as they should be.
fn status(start_type: StartType, chance: u64) -> Status {
    match (start_type, chance % 100) {
        (StartType::Automatic, 0..7) | (StartType::Manual, 0..70) | (StartType::Disabled, _) => Status::Stopped,
        (StartType::Automatic, 7..9) => Status::Paused,
        (StartType::Automatic | StartType::Manual, _) => Status::Running,
    }
}
