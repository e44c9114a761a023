//! Keys that few pages have.

use std::ops::Deref;

use serde_yaml::Value;

use super::{FromYaml, Reader, Shape};

/// What is as it is by default wherever nobody wrote it.
pub trait Unwritten: 'static {
    /// The value by default, which all share that say nothing.
    fn unwritten() -> &'static Self;
}

/// A value that few give. Where nobody wrote it, it takes no more room than a box.
#[derive(Debug, Clone)]
pub struct Seldom<T>(Option<Box<T>>);

impl<T> Default for Seldom<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Unwritten> Deref for Seldom<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or_else(|| T::unwritten())
    }
}

impl<T: Unwritten + PartialEq> PartialEq for Seldom<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: FromYaml> FromYaml for Seldom<T> {
    const SHAPE: Shape = T::SHAPE;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_yaml(value, reader).map(|written| Self(Some(Box::new(written))))
    }

    fn written(&self) -> Option<String> {
        self.0.as_ref()?.written()
    }
}

#[cfg(test)]
mod tests {
    use super::{Seldom, Unwritten};

    impl Unwritten for u8 {
        fn unwritten() -> &'static Self {
            &7
        }
    }

    #[test]
    fn what_nobody_wrote_is_as_it_is_by_default() {
        assert_eq!(*Seldom::<u8>::default(), 7);
        assert_eq!(Seldom::default(), Seldom(Some(Box::new(7))));
        assert_eq!(size_of::<Seldom<[u64; 9]>>(), size_of::<Box<u8>>());
    }
}
