using System.Globalization;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>
/// Where the frames of a run lie on one large picture. Areas that lie millimetres apart on the sample are moved together, in rows; inside an area frames keep the distances
/// that the stage had, x to the right and y upwards. One pixel of the picture is one pixel of a frame.
/// </summary>
/// <remarks>It follows from the plan where the journal has one, so that it does not move while frames come in.</remarks>
public sealed record MosaicLayout
{
    private const double Sparse = 60;
    private const double WidthToHeight = 1.6;
    private const int MostAcross = 64;

    private MosaicLayout(int width, int height, double? pixelSizeNm, IReadOnlyList<PlacedArea> areas, IReadOnlyList<PlacedFrame> frames)
        => (Geometry, PixelSizeNm, Areas, Frames) = (new PyramidGeometry(Math.Max(1, width), Math.Max(1, height)), pixelSizeNm, areas, frames);

    /// <summary>Size and levels of the picture.</summary>
    public PyramidGeometry Geometry { get; }

    /// <summary>Edge of a pixel, nm; null where nobody knows it.</summary>
    public double? PixelSizeNm { get; }

    /// <summary>Areas by their number.</summary>
    public IReadOnlyList<PlacedArea> Areas { get; }

    /// <summary>Frames in the order in which they were first taken; a later one lies over an earlier one.</summary>
    public IReadOnlyList<PlacedFrame> Frames { get; }

    /// <summary>Lays out a run.</summary>
    /// <param name="planned">Its areas as they were planned; empty where the journal does not tell.</param>
    /// <param name="frames">Its frames, oldest first.</param>
    /// <param name="solved">Where the middle of a frame lies by the solution of a stitched mosaic, mm; other frames lie where the stage stood.</param>
    /// <param name="usual">Width and height of a frame and its pixel size by the recipe; they count until the first frame is there.</param>
    public static MosaicLayout Of(
        IReadOnlyList<PlannedArea> planned, IReadOnlyList<FrameView> frames, IReadOnlyDictionary<string, (double XMm, double YMm)> solved, (int Width, int Height, double PixelSizeNm) usual)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(solved);
        FrameMetadata? first = frames.Count > 0 ? frames[0].Metadata : null;
        double? pixelNm = frames.Count == 0 ? usual.PixelSizeNm : frames.Select(frame => frame.Metadata.PixelSizeNm).FirstOrDefault(size => size is not null);
        (int width, int height) = first is null ? (usual.Width, usual.Height) : (first.WidthPx, first.HeightPx);
        ILookup<int, FrameView> byArea = frames.ToLookup(frame => AreaOf(frame.Metadata.FrameId));
        List<AreaDraft> drafts = [];
        foreach (int index in planned.Select(area => area.Index).Union(byArea.Select(group => group.Key)).Order())
        {
            PlannedArea? plan = planned.FirstOrDefault(area => area.Index == index);
            drafts.Add(AreaDraft.Of(index, plan, [.. byArea[index]], solved, width, height, pixelNm));
        }

        return Pack(drafts, frames, pixelNm, Math.Max(8, width / 3));
    }

    /// <summary>The stage position of a place on the picture, mm; null outside areas that lie by stage position.</summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    public (double XMm, double YMm)? StageAt(double x, double y)
    {
        if (PixelSizeNm is not { } nm) return null;
        PlacedArea? area = Areas.FirstOrDefault(area => area.IsByStage && x >= area.Rect.X && x < area.Rect.Right && y >= area.Rect.Y && y < area.Rect.Bottom);
        return area is null ? null : (area.LeftMm + (x - area.Rect.X) * nm * 1e-6, area.TopMm - (y - area.Rect.Y) * nm * 1e-6);
    }

    /// <summary>The area of a frame by its name, such as 2 of <c>a02-f0007</c>; 0 where it tells none.</summary>
    public static int AreaOf(string frameId)
    {
        ArgumentNullException.ThrowIfNull(frameId);
        int dash = frameId.IndexOf('-', StringComparison.Ordinal);
        return dash > 1 && frameId[0] == 'a' && int.TryParse(frameId.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : 0;
    }

    private static MosaicLayout Pack(List<AreaDraft> drafts, IReadOnlyList<FrameView> frames, double? pixelNm, int gap)
    {
        int rowWidth = BestRow(drafts, gap);
        List<PlacedArea> areas = [];
        var placed = new Dictionary<string, PlacedFrame>(StringComparer.Ordinal);
        int x = gap, y = gap, rowHeight = 0, right = 0;
        foreach (AreaDraft draft in drafts)
        {
            if (x > gap && x + draft.Width + gap > rowWidth) (x, y, rowHeight) = (gap, y + rowHeight + gap, 0);
            foreach ((FrameView frame, PixelRect rect) in draft.Frames)
                placed[frame.Metadata.FrameId] = new PlacedFrame(frame, areas.Count, rect with { X = rect.X + x, Y = rect.Y + y });
            areas.Add(new PlacedArea(draft.Index, new PixelRect(x, y, draft.Width, draft.Height), draft.LeftMm, draft.TopMm, [.. draft.Planned.Select(rect => rect with { X = rect.X + x, Y = rect.Y + y })]));
            x += draft.Width + gap;
            right = Math.Max(right, x);
            rowHeight = Math.Max(rowHeight, draft.Height);
        }

        return new MosaicLayout(right, y + rowHeight + gap, pixelNm, areas, [.. frames.Select(frame => placed[frame.Metadata.FrameId])]);
    }

    /// <summary>The width of rows at which the picture comes nearest to the shape of a screen.</summary>
    private static int BestRow(List<AreaDraft> drafts, int gap)
    {
        if (drafts.Count == 0) return 1;
        int widest = drafts.Max(draft => draft.Width) + gap, best = widest + gap;
        double least = double.PositiveInfinity;
        for (int across = 1; across <= Math.Min(drafts.Count, MostAcross); across++)
        {
            int row = Math.Min(int.MaxValue / 4, across * widest) + gap, x = gap, rowHeight = 0, right = 0;
            double height = gap;
            foreach (AreaDraft draft in drafts)
            {
                if (x > gap && x + draft.Width + gap > row) (x, height, rowHeight) = (gap, height + rowHeight + gap, 0);
                x += draft.Width + gap;
                right = Math.Max(right, x);
                rowHeight = Math.Max(rowHeight, draft.Height);
            }

            double off = Math.Abs(Math.Log(right / (height + rowHeight + gap) / WidthToHeight));
            if (off < least) (least, best) = (off, row);
        }

        return best;
    }

    /// <summary>One area before it has its place.</summary>
    private sealed record AreaDraft(int Index, int Width, int Height, double LeftMm, double TopMm, IReadOnlyList<PixelRect> Planned, List<(FrameView Frame, PixelRect Rect)> Frames)
    {
        public static AreaDraft Of(int index, PlannedArea? plan, List<FrameView> frames, IReadOnlyDictionary<string, (double XMm, double YMm)> solved, int width, int height, double? pixelNm)
            => ByStage(index, plan, frames, solved, width, height, pixelNm) ?? ByOrder(index, plan, frames, width, height);

        private static AreaDraft? ByStage(int index, PlannedArea? plan, List<FrameView> frames, IReadOnlyDictionary<string, (double XMm, double YMm)> solved, int width, int height, double? pixelNm)
        {
            List<(double X, double Y)> middles = [.. frames.Select(frame => MiddleOf(frame, solved))];
            if (pixelNm is not { } nm || middles.Any(middle => double.IsNaN(middle.X))) return null;
            double mm = nm * 1e-6, margin = width / 8;
            // Planned places count with a margin; a frame inside it does not move the area.
            (double Left, double Right, double Top, double Bottom) box = (double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity);
            foreach ((double x, double y) in plan?.Tiles ?? []) Extend(x, y, width / 2.0 + margin, height / 2.0 + margin);
            for (int i = 0; i < frames.Count; i++) Extend(middles[i].X, middles[i].Y, frames[i].Metadata.WidthPx / 2.0, frames[i].Metadata.HeightPx / 2.0);
            if (double.IsInfinity(box.Left)) return null;
            double wide = Math.Ceiling((box.Right - box.Left) / mm - 1e-6), high = Math.Ceiling((box.Top - box.Bottom) / mm - 1e-6);
            if (wide * high > Sparse * Math.Max(frames.Count, plan?.Tiles.Count ?? 0) * width * height) return null;
            List<(FrameView, PixelRect)> rects = [];
            for (int i = 0; i < frames.Count; i++)
            {
                FrameMetadata of = frames[i].Metadata;
                rects.Add((frames[i], new PixelRect(
                    (int)Math.Round((middles[i].X - box.Left) / mm - of.WidthPx / 2.0), (int)Math.Round((box.Top - middles[i].Y) / mm - of.HeightPx / 2.0), of.WidthPx, of.HeightPx)));
            }

            PixelRect[] places = [.. (plan?.Tiles ?? []).Select(tile => new PixelRect(
                (int)Math.Round((tile.XMm - box.Left) / mm - width / 2.0), (int)Math.Round((box.Top - tile.YMm) / mm - height / 2.0), width, height))];
            return new AreaDraft(index, (int)wide, (int)high, box.Left, box.Top, places, rects);

            void Extend(double x, double y, double halfWidth, double halfHeight)
                => box = (Math.Min(box.Left, x - halfWidth * mm), Math.Max(box.Right, x + halfWidth * mm), Math.Max(box.Top, y + halfHeight * mm), Math.Min(box.Bottom, y - halfHeight * mm));
        }

        private static AreaDraft ByOrder(int index, PlannedArea? plan, List<FrameView> frames, int width, int height)
        {
            int count = Math.Max(Math.Max(1, frames.Count), plan?.Tiles.Count ?? 0), columns = (int)Math.Ceiling(Math.Sqrt(count)), rows = (count + columns - 1) / columns;
            int wide = Math.Max(width, frames.Count == 0 ? 0 : frames.Max(frame => frame.Metadata.WidthPx)), high = Math.Max(height, frames.Count == 0 ? 0 : frames.Max(frame => frame.Metadata.HeightPx));
            int gap = Math.Max(2, wide / 32);
            return new AreaDraft(index, columns * (wide + gap), rows * (high + gap), double.NaN, double.NaN, [],
                [.. frames.Select((frame, i) => (frame, new PixelRect(i % columns * (wide + gap), i / columns * (high + gap), frame.Metadata.WidthPx, frame.Metadata.HeightPx)))]);
        }

        private static (double X, double Y) MiddleOf(FrameView frame, IReadOnlyDictionary<string, (double XMm, double YMm)> solved)
            => solved.TryGetValue(frame.Metadata.FrameId, out (double XMm, double YMm) at) ? at
                : frame.Metadata.Position is { } position ? (position.XMm, position.YMm) : (double.NaN, double.NaN);
    }
}
