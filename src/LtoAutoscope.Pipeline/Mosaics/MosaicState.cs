using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Pyramids;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>A run's mosaic at one moment.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MosaicState
{
    private readonly Lazy<Dictionary<(int Column, int Row), List<int>>>[] _tiles;

    /// <summary>A state of a mosaic.</summary>
    /// <param name="run">What the run was made with.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="layout">Where everything lies.</param>
    /// <param name="frames">Frames in the order in which they were first taken.</param>
    /// <param name="ranges">What the colours of each layer stand for.</param>
    /// <param name="solution">How the frames of a stitched mosaic fit together, or null.</param>
    /// <param name="change">Number of the last change.</param>
    /// <param name="layoutChange">Number of the change that moved frames last.</param>
    /// <param name="stamp">Changes with everything that is told here: eight characters of the process, a dash, and the number of the last change.</param>
    public MosaicState(RunRecord run, RunState state, MosaicLayout layout, IReadOnlyList<MosaicFrame> frames, IReadOnlyDictionary<MosaicLayer, LayerRange> ranges, MosaicSolution? solution, long change, long layoutChange, string stamp)
    {
        (Run, State, Layout, Frames, Ranges, Solution, Change, LayoutChange, Stamp) = (run, state, layout, frames, ranges, solution, change, layoutChange, stamp);
        _tiles = [.. Enumerable.Range(0, layout.Geometry.TopLevel + 1).Select(level => new Lazy<Dictionary<(int, int), List<int>>>(() => TilesOf(level)))];
    }

    /// <summary>What the run was made with.</summary>
    public RunRecord Run { get; }

    /// <summary>How far the run is.</summary>
    public RunState State { get; }

    /// <summary>Where everything lies.</summary>
    public MosaicLayout Layout { get; }

    /// <summary>Frames in the order in which they were first taken.</summary>
    public IReadOnlyList<MosaicFrame> Frames { get; }

    /// <summary>What the colours of each layer stand for; a layer without anything to show is left out.</summary>
    public IReadOnlyDictionary<MosaicLayer, LayerRange> Ranges { get; }

    /// <summary>How the frames of a stitched mosaic fit together, or null.</summary>
    public MosaicSolution? Solution { get; }

    /// <summary>Number of the last change, within this process.</summary>
    public long Change { get; }

    /// <summary>Number of the change that moved frames last.</summary>
    public long LayoutChange { get; }

    /// <summary>Changes with everything that is told here; good as an entity tag.</summary>
    public string Stamp { get; }

    /// <summary>Frames whose reduced picture is made.</summary>
    public int Prepared => Frames.Count(static frame => frame.Picture != 0);

    /// <summary>The frames that a tile shows, earliest first; empty where none lies.</summary>
    public IEnumerable<MosaicFrame> FramesOn(int level, int column, int row)
        => _tiles[level].Value.TryGetValue((column, row), out List<int>? on) ? on.Select(at => Frames[at]) : [];

    /// <summary>Changes with what a tile shows; a part of its address. The page computes the same from the manifest.</summary>
    /// <returns>The sum of the frames' numbers, each times an odd constant, in hexadecimal, and the tag of the layer's range.</returns>
    public string VersionOf(MosaicLayer layer, int level, int column, int row)
    {
        uint sum = 0;
        foreach (MosaicFrame frame in FramesOn(level, column, row)) sum += NumberOf(frame, layer) * 2654435761u;
        return FormattableString.Invariant($"{sum:x}-{(Ranges.TryGetValue(layer, out LayerRange? range) ? range.Tag : "0")}");
    }

    /// <summary>What a layer's picture of a frame changes with; 0 while there is nothing to show.</summary>
    public static uint NumberOf(MosaicFrame frame, MosaicLayer layer)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return layer is MosaicLayer.Masks or MosaicLayer.Size ? frame.Analysis : frame.Picture;
    }

    private Dictionary<(int Column, int Row), List<int>> TilesOf(int level)
    {
        var tiles = new Dictionary<(int, int), List<int>>();
        for (int i = 0; i < Frames.Count; i++)
        {
            (int left, int top, int right, int bottom) = Layout.Geometry.TilesOf(Frames[i].Rect, level);
            for (int row = top; row <= bottom; row++)
            {
                for (int column = left; column <= right; column++)
                {
                    if (!tiles.TryGetValue((column, row), out List<int>? on)) tiles[(column, row)] = on = [];
                    on.Add(i);
                }
            }
        }

        return tiles;
    }
}
