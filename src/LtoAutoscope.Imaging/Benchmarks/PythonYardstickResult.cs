namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>What <c>training/bench_analyse.py</c> measured.</summary>
/// <param name="Versions">Of the libraries.</param>
/// <param name="Network">The same network in PyTorch, in the faster of two memory layouts.</param>
/// <param name="Seeds">Finding the summits of the smoothed landscape; not set beside anything.</param>
/// <param name="Watershed">skimage.segmentation.watershed alone, seeds given.</param>
/// <param name="Regionprops">skimage.measure.regionprops_table with area, centroid, perimeter, axes, solidity, Feret diameter and mean.</param>
/// <param name="Particles">Regions on each frame.</param>
/// <param name="LargestDifference">Largest difference of PyTorch's maps from ours; null where the sizes differ.</param>
public sealed record PythonYardstickResult(
    string Versions, Spread Network, Spread Seeds, Spread Watershed, Spread Regionprops, IReadOnlyList<int> Particles, double? LargestDifference);
