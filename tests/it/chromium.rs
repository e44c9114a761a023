//! Headless Chromium, driven over `--remote-debugging-pipe` by the DevTools protocol, with std and serde_json alone.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a page may take for anything, on a machine that is many times slower.
const PATIENCE: Duration = Duration::from_secs(120);

const FLAGS: &str = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars";

/// A running browser.
pub struct Chromium {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: u64,
    events: VecDeque<Value>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts it; `None` with a message when there is none and this is not CI, where there must be one.
    pub fn start() -> Option<Self> {
        let Some(program) =
            ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| is_installed(name))
        else {
            assert!(std::env::var_os("CI").is_none(), "CI installs Chromium, and it is not there");
            eprintln!("skipped: Chromium is not installed");
            return None;
        };
        let profile = TempDir::new().unwrap();
        let script = format!(
            "exec {program} {FLAGS} --user-data-dir={} --remote-debugging-pipe about:blank 3<&0 4>&1 0</dev/null 1>&2",
            profile.path().display()
        );
        let mut child = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Some(Self { child, to, from, last: 0, events: VecDeque::new(), _profile: profile })
    }

    /// Opens a tab of this size, in this colour scheme.
    pub fn tab(&mut self, width: u32, height: u32, scheme: &str) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", &json!({ "url": "about:blank" }));
        let attached =
            self.call(None, "Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }));
        let session = attached["sessionId"].as_str().unwrap().to_owned();
        let mut tab = Tab { browser: self, session };
        for domain in ["Page.enable", "Runtime.enable", "Network.enable", "Log.enable"] {
            tab.call(domain, &json!({}));
        }
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        tab.call("Emulation.setDeviceMetricsOverride", &metrics);
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        tab.call("Emulation.setEmulatedMedia", &features);
        tab
    }

    fn call(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> Value {
        self.try_call(session, method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> Result<Value, Value> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        loop {
            let mut message = self.next();
            if message["id"] == self.last {
                let error = message["error"].take();
                return if error.is_null() { Ok(message["result"].take()) } else { Err(error) };
            }
            self.events.push_back(message);
        }
    }

    fn next(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        assert!(bytes.pop().is_some(), "the browser closed its pipe");
        serde_json::from_slice(&bytes).unwrap()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // A browser that is gone already needs no closing.
        self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0").ok();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(5) {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A tab.
pub struct Tab<'a> {
    browser: &'a mut Chromium,
    session: String,
}

impl Tab<'_> {
    pub fn call(&mut self, method: &str, parameters: &Value) -> Value {
        let session = self.session.clone();
        self.browser.call(Some(&session), method, parameters)
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&mut self, address: &str) {
        self.eval("window.isBefore = true");
        self.call("Page.navigate", &json!({ "url": address }));
        self.wait_for("!window.isBefore && document.readyState === 'complete'");
    }

    /// The value of a script, promises awaited.
    pub fn eval(&mut self, script: &str) -> Value {
        self.try_eval(script).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    fn try_eval(&mut self, script: &str) -> Result<Value, Value> {
        let parameters =
            json!({ "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let session = self.session.clone();
        let mut result = self.browser.try_call(Some(&session), "Runtime.evaluate", &parameters)?;
        let exception = result["exceptionDetails"].take();
        if exception.is_null() { Ok(result["result"]["value"].take()) } else { Err(exception) }
    }

    /// Waits until a script is true. While one page gives way to another there is none to ask, and parts of one may be missing.
    pub fn wait_for(&mut self, script: &str) {
        let start = Instant::now();
        loop {
            let answer = self.try_eval(&format!("Boolean({script})"));
            if answer == Ok(json!(true)) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain for {script}: {answer:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What was written to the console or thrown, and what was asked of the network, since the tab was opened. A `data:` address
    /// brings what it leads to, and asks nobody.
    pub fn complaints_and_requests(&mut self) -> (Vec<String>, Vec<String>) {
        self.eval("0");
        let mut complaints = Vec::new();
        let mut requests = Vec::new();
        for event in self.browser.events.iter().filter(|event| event["sessionId"] == self.session.as_str()) {
            let parameters = &event["params"];
            match event["method"].as_str() {
                Some("Runtime.exceptionThrown") => complaints.push(parameters["exceptionDetails"].to_string()),
                Some("Runtime.consoleAPICalled") if parameters["type"] != "log" => {
                    complaints.push(parameters["args"].to_string());
                }
                Some("Log.entryAdded") if parameters["entry"]["level"] == "error" => {
                    complaints.push(parameters["entry"]["text"].to_string());
                }
                Some("Network.requestWillBeSent") => {
                    let url = parameters["request"]["url"].as_str().unwrap_or_default();
                    requests.extend(Some(url.to_owned()).filter(|url| !url.starts_with("data:")));
                }
                _ => {}
            }
        }
        (complaints, requests)
    }
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}
