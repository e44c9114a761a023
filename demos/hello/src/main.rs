//! Three customers at one till.

fn main() {
    for (place, customer) in ["Ann", "Ben", "Cody"].iter().enumerate() {
        println!("{}. {customer} is served, {} waiting", place + 1, 2 - place);
    }
}
