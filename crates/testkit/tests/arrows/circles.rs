//! Files that lead to one another in a circle.

use std::collections::{BTreeMap, BTreeSet};

/// Arrows by where they start.
pub type Graph = BTreeMap<String, BTreeSet<String>>;

/// The largest sets of which each leads to each other.
pub fn circles(graph: &Graph) -> BTreeSet<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        graph.keys().map(|start| (start, reachable(graph, start))).collect();
    let circle = |start: &&String| -> BTreeSet<String> {
        let leads_back =
            |end: &&&String| reach.get(**end).is_some_and(|ends| ends.contains(*start));
        reach[*start].iter().filter(leads_back).map(|end| end.to_string()).collect()
    };
    graph.keys().map(|start| circle(&start)).filter(|circle| !circle.is_empty()).collect()
}

/// What arrows lead to from `start`, itself only if they come back.
fn reachable<'a>(graph: &'a Graph, start: &String) -> BTreeSet<&'a String> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&String> = graph.get(start).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(graph.get(next).into_iter().flatten());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arrows: &[&str]) -> Vec<String> {
        let mut graph = Graph::new();
        for arrow in arrows {
            let (from, to) = arrow.split_once(" > ").unwrap();
            graph.entry(from.into()).or_default().insert(to.into());
        }
        circles(&graph).into_iter().map(|circle| Vec::from_iter(circle).join(" ")).collect()
    }

    #[test]
    fn arrows_in_one_direction_make_no_circle() {
        assert!(of(&["a > b", "b > c", "a > c", "d > c"]).is_empty());
    }

    #[test]
    fn circles_of_any_length_are_found_without_what_hangs_on_them() {
        assert_eq!(of(&["a > b", "b > a", "x > a", "b > y"]), ["a b"]);
        assert_eq!(of(&["a > b", "b > c", "c > a", "d > e", "e > d"]), ["a b c", "d e"]);
    }
}
