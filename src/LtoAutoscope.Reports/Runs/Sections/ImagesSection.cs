using System.Globalization;
using System.Text;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>Representative images with outlines and scale bar, and the contact sheet with verdict, place and hash.</summary>
internal static class ImagesSection
{
    internal static string Render(RunReportModel model)
    {
        if (model.Frames.Count == 0) return Card("Frames", null, Missing("no frame was taken"), "w12");
        int accepted = model.Frames.Count(frame => frame.Accepted);
        ReportFrame[] large = [.. model.Frames.Where(frame => frame.Picture is not null)], sheet = [.. model.Frames.Where(frame => frame.Thumbnail is not null)];
        if (sheet.Length == 0) sheet = [.. model.Frames.Take(RepresentativeFrames.OnSheet)];
        string left = sheet.Length < model.Frames.Count ? $" {NumberText.Count(sheet.Length)} of {NumberText.Count(model.Frames.Count)} are shown: those left out first, then evenly; all stand in report.json." : "";
        return (large.Length > 0 ? Card("Representative images", "outlines as measured", $"<div class=\"large\">{string.Concat(large.Select(frame => Frame(frame, frame.Picture)))}</div><p class=\"note\">{E(RepresentativeFrames.Rule)}</p>", "w12 flow") : "")
            + Card("Frames", $"{NumberText.Count(accepted)} accepted of {NumberText.Count(model.Frames.Count)}; outlines as measured", $"<div class=\"sheet\">{string.Concat(sheet.Select(frame => Frame(frame, frame.Thumbnail)))}</div><p class=\"note\">{E($"The hash is that of the frame's file.{left}")}</p>", "w12 flow");
    }

    private static string Frame(ReportFrame frame, byte[]? picture)
    {
        string place = frame.Position is { } at ? FormattableString.Invariant($"x {NumberText.Fixed(at.XMm, 4)}, y {NumberText.Fixed(at.YMm, 4)} mm") : "place –";
        string count = frame.ParticleCount is { } n ? $"n = {NumberText.Count(n)}" : "n = –";
        string verdict = frame.Accepted ? "✓ accepted" : "✕ not accepted";
        string reason = frame.Reason is { Length: > 0 } why ? $"<br>{E(why)}" : "";
        string hash = frame.Sha256 is { Length: >= 12 } sha ? $"<br><code title=\"{E(sha)}\">SHA-256 {E(sha[..12])}…</code>" : "<br>hash –";
        return $"<figure class=\"frame{(frame.Accepted ? "" : " bad")}\">{Picture(frame, picture)}<figcaption><b>{E(frame.FrameId)}</b> · {E(count)} · <i>{E(verdict)}</i>{reason}<br>{E(place)}{hash}</figcaption></figure>";
    }

    private static string Picture(ReportFrame frame, byte[]? picture)
    {
        bool sized = frame.WidthPx > 0 && frame.HeightPx > 0;
        string ratio = sized ? string.Create(CultureInfo.InvariantCulture, $" style=\"--ar:{frame.WidthPx}/{frame.HeightPx}\"") : "";
        if (picture is not { Length: > 0 } bytes) return $"<div class=\"pic\"{ratio}>– no picture</div>";
        string type = bytes.Length > 3 && bytes[0] == 0x89 && bytes[1] == 0x50 ? "png" : "jpeg";
        string image = $"<img alt=\"Frame {E(frame.FrameId)}\" src=\"data:image/{type};base64,{Convert.ToBase64String(bytes)}\">";
        return $"<div class=\"pic\"{ratio}>{image}{(sized && !frame.IsDrawn ? Overlay(frame) : "")}</div>";
    }

    private static string Overlay(ReportFrame frame)
    {
        double unit = frame.WidthPx / 200.0; // a two-hundredth of the width, the sheet's pixel
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {frame.WidthPx} {frame.HeightPx}\" aria-hidden=\"true\">"));
        var path = new StringBuilder();
        foreach (IReadOnlyList<float> outline in frame.Outlines)
        {
            // On a sheet some 60 corners draw any outline; the table holds the rest.
            int corners = outline.Count / 2, stride = Math.Max(1, corners / 60);
            for (int i = 0; i < corners; i += stride)
                path.Append(i == 0 ? 'M' : 'L').Append(string.Create(CultureInfo.InvariantCulture, $"{outline[2 * i]:0} {outline[2 * i + 1]:0}"));
            if (corners > 0) path.Append('Z');
        }

        if (path.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"#7fe3ff\" stroke-width=\"{SvgCanvas.Number(0.8 * unit)}\"/>");
        if (frame.PixelSizeNm is > 0 and var pixel)
        {
            (double length, string label) = ScaleBar(frame.WidthPx * pixel);
            double x = 8 * unit, y = frame.HeightPx - 8 * unit;
            string Box(double px) => SvgCanvas.Number(px);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Box(x)}\" y=\"{Box(y)}\" width=\"{Box(length / pixel)}\" height=\"{Box(2 * unit)}\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"{Box(0.4 * unit)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Box(x)}\" y=\"{Box(y - 3.5 * unit)}\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"{Box(2 * unit)}\" paint-order=\"stroke\" font-size=\"{Box(11 * unit)}\">{E(label)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A round length near a quarter of the field.</summary>
    private static (double Nm, string Label) ScaleBar(double fieldNm)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(fieldNm / 4)));
        double length = new[] { 5.0, 2, 1 }.First(step => step * power <= fieldNm / 4 || step == 1) * power;
        return (length, length >= 1000 ? NumberText.WithUnit(length / 1000, 0, "µm") : NumberText.WithUnit(length, length < 1 ? 1 : 0, "nm"));
    }
}
