using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What a viewer needs to show a run's mosaic: size and levels, areas, layers, and the frames by columns, so that ten thousand stay small.</summary>
internal sealed record MosaicManifest
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>Changes with everything here; the next request may give it as <c>since</c>.</summary>
    public required string Stamp { get; init; }

    /// <summary>Whether <see cref="Frames"/> has only what changed since the asked stamp; areas then lie where they did, and their planned frames are left out.</summary>
    public required bool IsDelta { get; init; }

    /// <summary>Width of the picture, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Its height, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Edge of a tile, pixels.</summary>
    public required int TilePx { get; init; }

    /// <summary>The level that shows each pixel; level 0 is one tile.</summary>
    public required int TopLevel { get; init; }

    /// <summary>Edge of a pixel, nm; null where nobody knows it.</summary>
    public required double? PixelSizeNm { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public required string? ScaleNote { get; init; }

    /// <summary>Width of a planned frame, pixels.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>Height of a planned frame, pixels.</summary>
    public required int FrameHeight { get; init; }

    /// <summary>Frames in all.</summary>
    public required int Total { get; init; }

    /// <summary>Frames whose picture is ready.</summary>
    public required int Prepared { get; init; }

    /// <summary>Particles to count and the most frames, by the recipe.</summary>
    public required int MaximumFrames { get; init; }

    /// <summary>Layers that have something to show, with what the ends of their colours stand for.</summary>
    public required IReadOnlyList<ManifestLayer> Layers { get; init; }

    /// <summary>Areas in the order of their numbers.</summary>
    public required IReadOnlyList<ManifestArea> Areas { get; init; }

    /// <summary>Frames by columns.</summary>
    public required ManifestFrames Frames { get; init; }

    /// <summary>Of a state.</summary>
    /// <param name="state">The mosaic.</param>
    /// <param name="since">The stamp that the asker has, or null for everything.</param>
    public static MosaicManifest Of(MosaicState state, string? since)
    {
        long? known = since is not null && since.Length > 9 && state.Stamp.AsSpan(0, 9).SequenceEqual(since.AsSpan(0, 9)) && long.TryParse(since.AsSpan(9), out long change)
            && change >= state.LayoutChange && change <= state.Change ? change : null;
        return new MosaicManifest
        {
            RunId = state.Run.RunId, State = state.State, Stamp = state.Stamp, IsDelta = known is not null,
            Width = state.Layout.Geometry.Width, Height = state.Layout.Geometry.Height, TilePx = state.Layout.Geometry.TilePx, TopLevel = state.Layout.Geometry.TopLevel,
            FrameWidth = state.Run.Recipe.Exposure.WidthPx, FrameHeight = state.Run.Recipe.Exposure.HeightPx,
            PixelSizeNm = state.Layout.PixelSizeNm, ScaleNote = state.Run.Sample.ScaleNote, Total = state.Frames.Count, Prepared = state.Prepared, MaximumFrames = state.Run.Recipe.MaximumFrames,
            Layers = [.. state.Ranges.OrderBy(range => range.Key).Select(range => new ManifestLayer(range.Key, range.Value.Tag, range.Value.Low, range.Value.High, range.Value.Unit))],
            Areas = [.. state.Layout.Areas.Select(area => new ManifestArea(
                area.Index, area.Rect.X, area.Rect.Y, area.Rect.Width, area.Rect.Height, area.IsByStage ? area.LeftMm : null, area.IsByStage ? area.TopMm : null,
                known is null ? [.. area.Planned.Select(rect => rect.X)] : [], known is null ? [.. area.Planned.Select(rect => rect.Y)] : []))],
            Frames = ManifestFrames.Of(known is { } from ? state.Frames.Where(frame => frame.Change > from) : state.Frames),
        };
    }
}
