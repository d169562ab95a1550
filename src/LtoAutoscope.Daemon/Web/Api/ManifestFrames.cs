using System.Globalization;
using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Frames by columns, all of one length.</summary>
internal sealed record ManifestFrames
{
    /// <summary>Their ids.</summary>
    public required IReadOnlyList<string> Id { get; init; }

    /// <summary>Place of the area in the list of areas.</summary>
    public required IReadOnlyList<int> Area { get; init; }

    /// <summary>Left edges, pixels.</summary>
    public required IReadOnlyList<int> X { get; init; }

    /// <summary>Upper edges, pixels.</summary>
    public required IReadOnlyList<int> Y { get; init; }

    /// <summary>Widths, pixels.</summary>
    public required IReadOnlyList<int> Width { get; init; }

    /// <summary>Heights, pixels.</summary>
    public required IReadOnlyList<int> Height { get; init; }

    /// <summary>0 pending, 1 accepted, 2 taken again, 3 quarantined, 4 skipped.</summary>
    public required IReadOnlyList<int> Verdict { get; init; }

    /// <summary>Changes with a frame's pixels; 0 while there is no picture.</summary>
    public required IReadOnlyList<uint> Picture { get; init; }

    /// <summary>Changes with what was found on it; 0 before that.</summary>
    public required IReadOnlyList<uint> Analysis { get; init; }

    /// <summary>Whole particles, or null.</summary>
    public required IReadOnlyList<int?> Whole { get; init; }

    /// <summary>Median diameters, nm, one decimal, or null.</summary>
    public required IReadOnlyList<double?> SizeNm { get; init; }

    /// <summary>Focus scores, four significant digits, or null.</summary>
    public required IReadOnlyList<double?> Focus { get; init; }

    public static ManifestFrames Of(IEnumerable<MosaicFrame> frames)
    {
        MosaicFrame[] all = [.. frames];
        return new ManifestFrames
        {
            Id = Column(all, frame => frame.Frame.Metadata.FrameId), Area = Column(all, frame => frame.Area), X = Column(all, frame => frame.Rect.X), Y = Column(all, frame => frame.Rect.Y),
            Width = Column(all, frame => frame.Rect.Width), Height = Column(all, frame => frame.Rect.Height), Verdict = Column(all, frame => (int)frame.Frame.Verdict),
            Picture = Column(all, frame => frame.Picture), Analysis = Column(all, frame => frame.Analysis), Whole = Column(all, frame => frame.Frame.WholeCount),
            SizeNm = Column(all, frame => float.IsFinite(frame.SizeNm) ? Math.Round((double)frame.SizeNm, 1) : (double?)null),
            Focus = Column(all, frame => frame.Frame.Metadata.FocusScore is { } score && double.IsFinite(score) ? Rounded(score) : (double?)null),
        };
    }

    private static T[] Column<T>(MosaicFrame[] frames, Func<MosaicFrame, T> of) => Array.ConvertAll(frames, frame => of(frame));

    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
