using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Golden;

/// <summary>
/// Label maps of one picture side by side. Outlines are cyan where a particle is one of the truth (instance IoU above 0.5), amber where it is none,
/// and true particles that were missed are drawn in magenta.
/// </summary>
internal static class ComparisonPicture
{
    private const int PanelWidth = 640, LineHeight = 18, HeaderHeight = 2 * LineHeight + 6, Gap = 6;
    private const double Match = 0.5;
    private static readonly SKColor Found = new(0x7f, 0xe3, 0xff), False = new(0xff, 0xd4, 0x5e), Missed = new(0xff, 0x5c, 0xd0);

    /// <summary>The picture as PNG; the first panel is taken to show the truth itself.</summary>
    internal static byte[] Render(GreyImage image, LabelImage truth, IReadOnlyList<(string Title, LabelImage Labels)> panels)
    {
        double scale = Math.Min(1, (double)PanelWidth / image.Width);
        int width = (int)Math.Round(image.Width * scale), height = (int)Math.Round(image.Height * scale);
        using var sheet = new SKBitmap(new SKImageInfo(panels.Count * width + (panels.Count - 1) * Gap, height + HeaderHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(sheet))
        {
            canvas.Clear(new SKColor(0x14, 0x18, 0x1c));
            using var font = new SKFont(OverlayWriter.Typeface.Value, 14);
            using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
            for (int i = 0; i < panels.Count; i++)
            {
                int left = i * (width + Gap);
                using SKBitmap panel = Panel(image, truth, panels[i].Labels, (int)Math.Ceiling(1 / scale));
                using SKBitmap small = panel.Resize(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
                using SKImage shown = SKImage.FromBitmap(small);
                canvas.DrawImage(shown, left, HeaderHeight, new SKSamplingOptions(SKFilterMode.Nearest));
                canvas.Save();
                canvas.ClipRect(new SKRect(left, 0, left + width, HeaderHeight));
                string[] lines = panels[i].Title.Split('\n');
                for (int line = 0; line < lines.Length; line++) canvas.DrawText(lines[line], left + 4, (line + 1) * LineHeight, SKTextAlign.Left, font, ink);
                canvas.Restore();
            }
        }

        return PreviewEncoder.Encode(sheet, SKEncodedImageFormat.Png, 100);
    }

    private static SKBitmap Panel(GreyImage image, LabelImage truth, LabelImage labels, int thickness)
    {
        SKBitmap bitmap = ContrastStretch.ToBitmap(image, stretch: true, SKColorType.Rgba8888);
        (HashSet<int> found, HashSet<int> there) = Matches(labels, truth);
        Draw(bitmap, truth, label => there.Contains(label) ? null : Missed, thickness);
        Draw(bitmap, labels, label => found.Contains(label) ? Found : False, thickness);
        return bitmap;
    }

    /// <summary>Which labels of either map have a partner in the other; above one half it is the only one.</summary>
    private static (HashSet<int> Found, HashSet<int> There) Matches(LabelImage labels, LabelImage truth)
    {
        var areas = new Dictionary<(int Found, int There), int>();
        Dictionary<int, int> found = [], there = [];
        for (int i = 0; i < labels.Labels.Length; i++)
        {
            int p = labels.Labels[i], t = truth.Labels[i];
            if (p > 0) found[p] = found.GetValueOrDefault(p) + 1;
            if (t > 0) there[t] = there.GetValueOrDefault(t) + 1;
            if (p > 0 && t > 0) areas[(p, t)] = areas.GetValueOrDefault((p, t)) + 1;
        }

        var pairs = areas.Where(a => a.Value > Match * (found[a.Key.Found] + there[a.Key.There] - a.Value)).Select(static a => a.Key).ToList();
        return ([.. pairs.Select(static pair => pair.Found)], [.. pairs.Select(static pair => pair.There)]);
    }

    /// <summary>Colours the inner rim of every particle.</summary>
    private static void Draw(SKBitmap bitmap, LabelImage labels, Func<int, SKColor?> colour, int thickness)
    {
        Span<byte> pixels = bitmap.GetPixelSpan();
        var colours = new Dictionary<int, SKColor?>();
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int label = labels[x, y];
                if (label <= 0 || !IsRim(labels, x, y, thickness)) continue;
                if (!colours.TryGetValue(label, out SKColor? ink)) colours.Add(label, ink = colour(label));
                if (ink is not { } set) continue;
                Span<byte> pixel = pixels.Slice(y * bitmap.RowBytes + 4 * x, 4);
                (pixel[0], pixel[1], pixel[2]) = (set.Red, set.Green, set.Blue);
            }
        }
    }

    private static bool IsRim(LabelImage labels, int x, int y, int thickness)
    {
        int label = labels[x, y];
        for (int d = 1; d <= thickness; d++)
        {
            if (x >= d && labels[x - d, y] != label || x + d < labels.Width && labels[x + d, y] != label
                || y >= d && labels[x, y - d] != label || y + d < labels.Height && labels[x, y + d] != label) return true;
        }

        return false;
    }
}
