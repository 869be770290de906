//! Sets of axes along which patches are mirrored.

/// All sets of one axis or more: the small ones first, each in the order given, as Python's
/// itertools.combinations lists them. The sums depend on the order.
pub(crate) fn mirrors(axes: &[usize]) -> Vec<Vec<usize>> {
    let subsets = (1_usize..1 << axes.len())
        .map(|bits| (0..axes.len()).filter(|place| bits >> place & 1 == 1).collect::<Vec<usize>>());
    let mut subsets: Vec<Vec<usize>> = subsets.collect();
    subsets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let axis = |place: usize| axes.get(place).copied();
    subsets.into_iter().map(|places| places.into_iter().filter_map(axis).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_come_in_the_order_of_combinations() {
        let three = mirrors(&[0, 1, 2]);
        let expected: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];
        assert_eq!(three, expected);
        assert_eq!(mirrors(&[2, 0]), [vec![2], vec![0], vec![2, 0]]);
        assert!(mirrors(&[]).is_empty());
    }
}
