//! Windows services, as `Get-Service` lists them.

/// One service on one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The short name: `Name`.
    pub name: &'static str,
    /// The name for people: `DisplayName`.
    pub display_name: &'static str,
    /// When it should start: `StartType`.
    pub start_type: StartType,
    /// How it is now: `Status`.
    pub status: Status,
}

/// When a service should start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartType {
    /// With the machine.
    Automatic,
    /// When somebody asks.
    Manual,
    /// Never.
    Disabled,
}

/// How a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Running,
    /// Not started, or ended.
    Stopped,
    /// Halted by somebody.
    Paused,
}

/// The services that every server has, with the start type they have there.
pub(super) const CATALOGUE: [(&str, &str, StartType); 14] = [
    ("BITS", "Background Intelligent Transfer Service", StartType::Manual),
    ("Dhcp", "DHCP Client", StartType::Automatic),
    ("Dnscache", "DNS Client", StartType::Automatic),
    ("EventLog", "Windows Event Log", StartType::Automatic),
    ("LanmanServer", "Server", StartType::Automatic),
    ("MSSQLSERVER", "SQL Server", StartType::Automatic),
    ("RemoteRegistry", "Remote Registry", StartType::Disabled),
    ("Schedule", "Task Scheduler", StartType::Automatic),
    ("Spooler", "Print Spooler", StartType::Automatic),
    ("TrkWks", "Distributed Link Tracking Client", StartType::Automatic),
    ("W32Time", "Windows Time", StartType::Automatic),
    ("WinRM", "Windows Remote Management", StartType::Automatic),
    ("wuauserv", "Windows Update", StartType::Manual),
    ("XblGameSave", "Xbox Live Game Save", StartType::Manual),
];
