//! What asking one server gave, and how it crosses the border between a runspace and the store.

use super::service::{CATALOGUE, Service, Status};
use crate::{ErrorCategory, ErrorRecord};

/// The result about one server, a row of `$results | Format-Table`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not there yet.
    Pending,
    /// The services that should have started and have not; possibly none.
    Found(Vec<Finding>),
    /// What the `catch` block gave.
    Failed(ErrorRecord),
}

/// One service that should run and does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The service's short name.
    pub name: &'static str,
    /// The service's name for people.
    pub display_name: &'static str,
    /// What it does instead of running.
    pub status: Status,
}

impl From<Service> for Finding {
    fn from(service: Service) -> Self {
        Self { name: service.name, display_name: service.display_name, status: service.status }
    }
}

impl Answer {
    /// Whether the server gave no services but an error.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// Whether the customer was sent home before its turn ended.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Failed(error) if error.category == ErrorCategory::OperationStopped)
    }

    /// Whether it is still to come.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::Pending)
    }

    /// The answer as bytes that a Worker can send: two for each service, its place in the catalogue and its status, or the
    /// error's message.
    ///
    /// Nothing else crosses the border: a Worker has its own memory, and so has a PowerShell process that is asked remotely.
    #[must_use]
    pub fn to_wire(&self) -> Vec<u8> {
        match self {
            Self::Pending => Vec::new(),
            Self::Found(findings) => findings.iter().copied().flat_map(Finding::to_wire).collect(),
            Self::Failed(error) => error.message.clone().into_bytes(),
        }
    }

    /// Reads what [`to_wire`](Self::to_wire) of a `Found` wrote; what names no service is passed over.
    #[must_use]
    pub fn found_from_wire(wire: &[u8]) -> Self {
        Self::Found(wire.chunks_exact(2).filter_map(|pair| Finding::from_wire(pair[0], pair[1])).collect())
    }

    /// Reads what [`to_wire`](Self::to_wire) of a `Failed` wrote.
    #[must_use]
    pub fn failed_from_wire(wire: Vec<u8>) -> Self {
        let message = String::from_utf8(wire).unwrap_or_default();
        Self::Failed(ErrorRecord::new(ErrorCategory::ConnectionError, message))
    }
}

impl Finding {
    fn to_wire(self) -> [u8; 2] {
        let place = CATALOGUE.iter().position(|entry| entry.0 == self.name).unwrap_or(CATALOGUE.len());
        [place as u8, self.status as u8]
    }

    fn from_wire(place: u8, status: u8) -> Option<Self> {
        let &(name, display_name, _) = CATALOGUE.get(usize::from(place))?;
        let status = *[Status::Running, Status::Stopped, Status::Paused].get(usize::from(status))?;
        Some(Self { name, display_name, status })
    }
}

impl Status {
    /// The name that PowerShell shows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Stopped => "Stopped",
            Self::Paused => "Paused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Fleet;

    #[test]
    fn an_answer_crosses_the_border_unchanged() {
        let fleet = Fleet::new(7, 30);
        for server in 0..fleet.len() {
            let answer = fleet.should_have_started(server);
            let wire = answer.to_wire();
            let arrived =
                if answer.is_failed() { Answer::failed_from_wire(wire) } else { Answer::found_from_wire(&wire) };
            assert_eq!(arrived, answer);
        }
    }

    #[test]
    fn bytes_that_name_no_service_are_passed_over() {
        assert_eq!(Answer::found_from_wire(&[200, 1, 0, 9, 3]), Answer::Found(Vec::new()));
    }
}
