//! The WebAssembly module itself, run by an interpreter: what the page will run is what is tested here.
//!
//! It is the committed one; `RUNSPACE_POOL_WASM=path` tests another, such as one that was built just now.

// Helpers stand outside of the `#[test]` functions, where the lints would not know them as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use runspace_pool::PoolError;
use runspace_pool::live::CLEANUP_INTERVAL;
use runspace_pool::schedule::{Command, Event, Fate, JobId, Limits, Millis, Schedule, Till, Trace};
use runspace_pool::simulate::{Customer, Decide, simulate};
use runspace_pool::store::{Answer, Fleet};
use wasmi::{Engine, Instance, Linker, Memory, Module, Store, WasmParams, WasmResults};

/// One instance of the module, as the page or a Worker has one.
struct Wasm {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Wasm {
    fn new() -> Self {
        let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("prebuilt/module.wasm");
        let path = std::env::var_os("RUNSPACE_POOL_WASM").map_or(committed, PathBuf::from);
        let engine = Engine::default();
        let module = Module::new(&engine, fs::read(path).unwrap()).unwrap();
        assert_eq!(module.imports().count(), 0, "the module needs nothing from the page");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        Self { store, instance, memory }
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, params: P) -> R {
        let function = self.instance.get_typed_func::<P, R>(&self.store, name).unwrap();
        function.call(&mut self.store, params).unwrap()
    }

    fn bytes(&mut self) -> Vec<u8> {
        let (address, length): (u32, u32) = (self.call("text", ()), self.call("text_len", ()));
        self.memory.data(&self.store)[address as usize..][..length as usize].to_vec()
    }

    fn draw(&mut self, now: u32, part: u32) -> String {
        self.call::<_, ()>("draw", (now, part));
        String::from_utf8(self.bytes()).unwrap()
    }

    fn answer(&mut self, now: u32, job: u32, kind: u32, bytes: &[u8]) {
        let room: u32 = self.call("room", bytes.len() as u32);
        self.memory.write(&mut self.store, room as usize, bytes).unwrap();
        self.call::<_, ()>("answer", (now, job, kind));
    }

    fn commands(&mut self, count: usize) -> Vec<Command> {
        let address: u32 = self.call("commands", ());
        let bytes = &self.memory.data(&self.store)[address as usize..][..count * 12];
        let number = |word: &[u8]| u32::from_le_bytes(word.try_into().unwrap());
        bytes
            .chunks(12)
            .map(|triple| command(number(&triple[..4]), number(&triple[4..8]), number(&triple[8..])))
            .collect()
    }
}

impl Decide for Wasm {
    fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError> {
        let (kind, a, b) = numbers(event);
        let count: i32 = self.call("step", (now as u32, kind, a, b));
        assert!(count >= 0, "the module refused: {event}");
        Ok(self.commands(count as usize))
    }

    fn next_tick(&mut self) -> Option<Millis> {
        let at: i32 = self.call("next_tick", ());
        u64::try_from(at).ok()
    }
}

/// Writes down what another decider was asked and answered.
struct Noted<D> {
    decider: D,
    trace: Trace,
}

impl<D: Decide> Decide for Noted<D> {
    fn step(&mut self, now: Millis, event: Event) -> Result<Vec<Command>, PoolError> {
        let commands = self.decider.step(now, event)?;
        self.trace.push(now, event, &commands);
        Ok(commands)
    }

    fn next_tick(&mut self) -> Option<Millis> {
        self.decider.next_tick()
    }
}

fn numbers(event: Event) -> (u32, u32, u32) {
    match event {
        Event::Open => (0, 0, 0),
        Event::Submit(job) => (1, job.0, 0),
        Event::TillOpened(till) => (2, till.0, 0),
        Event::TillBroken(till) => (3, till.0, 0),
        Event::Ended { job, till, fate: Fate::Ready } => (4, job.0, till.0),
        Event::Ended { job, till, fate: Fate::Lost } => (5, job.0, till.0),
        Event::StopJob(job) => (6, job.0, 0),
        Event::SetMin(min) => (7, min, 0),
        Event::SetMax(max) => (8, max, 0),
        Event::Tick => (9, 0, 0),
        Event::Close => (10, 0, 0),
        Event::TillClosed(till) => (11, till.0, 0),
    }
}

fn command(kind: u32, a: u32, b: u32) -> Command {
    match kind {
        0 => Command::OpenTill(Till(a)),
        1 => Command::Start { job: JobId(a), till: Till(b) },
        2 => Command::Interrupt { job: JobId(a), till: Till(b) },
        3 => Command::CloseTill(Till(a)),
        4 => Command::Cancel(JobId(a)),
        _ => panic!("{kind} is not a command"),
    }
}

fn both(min: u32, max: u32, customers: &[Customer]) -> (Trace, Trace) {
    let mut native = Schedule::new(Limits::new(min, max).unwrap(), CLEANUP_INTERVAL);
    simulate(&mut native, min, 40, customers).unwrap();
    let mut wasm = Wasm::new();
    let ok: u32 = wasm.call("prepare", (1u32, min, max, 1u32, customers.len() as u32, 0u32));
    assert_eq!(ok, 1);
    let mut wasm = Noted { decider: wasm, trace: Trace::default() };
    simulate(&mut wasm, min, 40, customers).unwrap();
    (native.trace().clone(), wasm.trace)
}

#[test]
fn the_same_jobs_give_the_same_schedule_natively_and_in_the_module() {
    let fleet = Fleet::new(3, 60);
    for (min, max, customers) in [(1, 5, 10), (1, 1, 10), (3, 3, 20), (2, 8, 60), (1, 4, 1), (1, 8, 0)] {
        let customer = |server| Customer {
            takes: fleet.latency(server),
            fate: if server % 9 == 4 { Fate::Lost } else { Fate::Ready },
        };
        let customers: Vec<_> = (0..customers).map(customer).collect();
        let (native, wasm) = both(min, max, &customers);
        assert_eq!(native.to_string(), wasm.to_string(), "{min} to {max} tills");
    }
}

#[test]
fn a_worker_finds_what_the_native_program_finds() {
    let (seed, customers) = (2, 10);
    let fleet = Fleet::new(seed, customers);
    let mut wasm = Wasm::new();
    for server in 0..customers {
        let latency: u32 = wasm.call("latency", (seed, customers, server));
        assert_eq!(Millis::from(latency), fleet.latency(server));
        let kind: u32 = wasm.call("serve", (seed, customers, server, 0u32));
        let expected = fleet.should_have_started(server);
        assert_eq!((kind, wasm.bytes()), (u32::from(expected.is_failed()), expected.to_wire()));
    }
}

#[test]
fn a_run_in_the_page_is_drawn_from_opening_to_the_last_customer() {
    let mut wasm = Wasm::new();
    assert_eq!(wasm.draw(0, 0), "", "before the first run there is nothing to tell");
    let ok: u32 = wasm.call("prepare", (1u32, 1u32, 2u32, 2u32, 2u32, 0u32));
    assert_eq!(ok, 1);
    let step = |wasm: &mut Wasm, now, event| Decide::step(wasm, now, event).unwrap();
    step(&mut wasm, 0, Event::Open);
    step(&mut wasm, 10, Event::TillOpened(Till(1)));
    step(&mut wasm, 10, Event::Submit(JobId(0)));
    step(&mut wasm, 10, Event::Submit(JobId(1)));
    assert_eq!(wasm.draw(20, 0), "0 of 2 customers served, 1 waiting, 1 till open.");

    let fleet = Fleet::new(2, 2);
    for job in 0..2 {
        let answer = fleet.should_have_started(job);
        wasm.answer(300 + job * 100, job, u32::from(answer.is_failed()), &answer.to_wire());
        step(&mut wasm, 300 + u64::from(job) * 100, Event::Ended { job: JobId(job), till: Till(1), fate: Fate::Ready });
        if job == 0 {
            assert_eq!(wasm.call::<_, u32>("finished", ()), 0);
        }
    }
    assert_eq!(wasm.call::<_, u32>("finished", ()), 1);
    assert_eq!(wasm.draw(9_000, 0), "The pool served 2 customers in 0.40 s, with 1 error.");
    assert!(wasm.draw(9_000, 1).contains("<dd>0.40 s</dd>"));
    assert_eq!(wasm.draw(9_000, 2).matches(r#"class="rp-bar"#).count(), 2);
    assert!(wasm.draw(9_000, 3).contains("Cannot open Service Control Manager"));
}

#[test]
fn odd_input_is_refused_and_not_fatal() {
    let mut wasm = Wasm::new();
    assert_eq!(wasm.call::<_, i32>("step", (0u32, 0u32, 0u32, 0u32)), -1, "no run was prepared");
    assert_eq!(wasm.call::<_, u32>("prepare", (1u32, 5u32, 2u32, 0u32, 3u32, 0u32)), 0);
    assert_eq!(wasm.call::<_, u32>("prepare", (1u32, 1u32, 2u32, 0u32, 0u32, 0u32)), 1);
    assert_eq!(wasm.call::<_, i32>("step", (0u32, 99u32, 0u32, 0u32)), -1);
    assert_eq!(wasm.call::<_, i32>("step", (0u32, 1u32, 0u32, 0u32)), -1, "the store is not open");
    wasm.answer(0, 77, 0, b"\xff\xfe\xfd");
    assert!(wasm.draw(0, 2).starts_with("<svg"));
    assert_eq!(Answer::failed_from_wire(vec![0xff]).to_wire(), b"");
}

#[test]
fn the_processor_is_worked_the_same_way() {
    let mut wasm = Wasm::new();
    // An interpreter is slow; a fleet whose first server has little to compute is enough.
    let seed = (0..50).min_by_key(|&seed| Fleet::new(seed, 1).rounds(0)).unwrap();
    assert_eq!(wasm.call::<_, u32>("serve", (seed, 1u32, 0u32, 0u32)), 0);
    assert_eq!(wasm.bytes(), Fleet::new(seed, 1).should_have_started(0).to_wire());
}
