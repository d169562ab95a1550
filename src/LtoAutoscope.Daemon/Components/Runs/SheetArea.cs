using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>The frames of one area, laid out for drawing; a frame is 100 units wide.</summary>
/// <param name="Label">Its name and count.</param>
/// <param name="Width">Width of the drawing.</param>
/// <param name="Height">Height of the drawing.</param>
/// <param name="Tiles">Frames; later exposures of a place lie on top.</param>
internal sealed record SheetArea(string Label, double Width, double Height, IReadOnlyList<SheetTile> Tiles)
{
    private const double Unit = 100;
    private const double WidestSpread = 14;

    /// <summary>Areas by the frames' ids (<c>a02-f0007</c> is area 2), each by stage position: x to the right, y upwards.</summary>
    public static IReadOnlyList<SheetArea> Lay(IEnumerable<FrameView> frames)
        => [.. frames.GroupBy(f => f.Metadata.FrameId.Split('-')[0]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Lay(Name(g.Key), [.. g]))];

    private static SheetArea Lay(string name, List<FrameView> frames)
    {
        string label = $"{name}, {Figures.Count(frames.Count)} {(frames.Count == 1 ? "frame" : "frames")}";
        double ratio = (double)frames[0].Metadata.HeightPx / frames[0].Metadata.WidthPx;
        return ByPosition(label, frames, ratio) ?? ByOrder(label, frames, ratio);
    }

    private static SheetArea? ByPosition(string label, List<FrameView> frames, double ratio)
    {
        if (frames.Any(f => f.Metadata.Position is null || f.Metadata.FieldWidthUm is null)) return null;
        double fieldMm = frames[0].Metadata.FieldWidthUm!.Value / 1000;
        double left = frames.Min(f => f.Metadata.Position!.Value.XMm), top = frames.Max(f => f.Metadata.Position!.Value.YMm);
        double width = (frames.Max(f => f.Metadata.Position!.Value.XMm) - left) / fieldMm + 1;
        double height = (top - frames.Min(f => f.Metadata.Position!.Value.YMm)) / fieldMm + ratio;
        if (width > WidestSpread || height > WidestSpread) return null;
        return new(label, width * Unit, height * Unit, [.. frames.Select(f => SheetTile.Of(
            f, (f.Metadata.Position!.Value.XMm - left) / fieldMm * Unit, (top - f.Metadata.Position!.Value.YMm) / fieldMm * Unit, Unit, ratio * Unit))]);
    }

    private static SheetArea ByOrder(string label, List<FrameView> frames, double ratio)
    {
        int columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(frames.Count * ratio * 1.4)));
        int rows = (frames.Count + columns - 1) / columns;
        return new($"{label}, in the order taken", columns * Unit, rows * ratio * Unit,
            [.. frames.Select((f, i) => SheetTile.Of(f, i % columns * Unit, i / columns * ratio * Unit, Unit, ratio * Unit))]);
    }

    private static string Name(string key) => key.Length > 1 && key[0] == 'a' && int.TryParse(key[1..], out int number) ? $"Area {number}" : key;
}
