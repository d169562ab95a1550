using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LtoAutoscope.Domain.Frames;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>The project's own plots (SVG of lines, rectangles, circles, straight paths and words) as PNG, for programs that take no SVG. Inks given as CSS variables are drawn in the light theme's value that stands with them.</summary>
public static partial class PlotPicture
{
    /// <summary>Draws a plot.</summary>
    /// <param name="svg">As the project's plots write it; elements of other kinds are passed over.</param>
    /// <param name="zoom">Pixels of the picture for one of the plot, 0.5…4.</param>
    /// <param name="facts">What the file says of itself: Latin-1 text chunks, <c>tEXt</c>, or <c>iTXt</c> where the text needs more.</param>
    public static byte[] ToPng(string svg, double zoom, IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        ArgumentNullException.ThrowIfNull(svg);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentOutOfRangeException.ThrowIfLessThan(zoom, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zoom, 4);
        XElement root = XElement.Parse(svg);
        using var picture = new SKBitmap(new SKImageInfo((int)Math.Ceiling(Number(root, "width") * zoom), (int)Math.Ceiling(Number(root, "height") * zoom), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(picture))
        {
            canvas.Clear(SKColors.White);
            canvas.Scale((float)zoom);
            foreach (XElement element in root.Elements()) Draw(canvas, element);
        }

        return PngText.Add(PreviewEncoder.Encode(picture, SKEncodedImageFormat.Png, 100), facts);
    }

    private static void Draw(SKCanvas canvas, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "line":
                using (SKPaint? stroke = Stroke(element))
                    if (stroke is not null) canvas.DrawLine(Number(element, "x1"), Number(element, "y1"), Number(element, "x2"), Number(element, "y2"), stroke);
                break;
            case "rect":
                Shape(element, paint => canvas.DrawRect(Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"), paint));
                break;
            case "circle":
                Shape(element, paint => canvas.DrawCircle(Number(element, "cx"), Number(element, "cy"), Number(element, "r"), paint));
                break;
            case "path":
                using (SKPath path = SKPath.ParseSvgPathData((string?)element.Attribute("d") ?? "") ?? new SKPath()) Shape(element, paint => canvas.DrawPath(path, paint));
                break;
            case "text":
                Words(canvas, element);
                break;
        }
    }

    private static void Shape(XElement element, Action<SKPaint> draw)
    {
        if (Colour((string?)element.Attribute("fill") ?? "none") is { } fill)
        {
            using var paint = new SKPaint { Color = fill, IsAntialias = true };
            draw(paint);
        }

        using SKPaint? stroke = Stroke(element);
        if (stroke is not null) draw(stroke);
    }

    private static SKPaint? Stroke(XElement element)
    {
        if (Colour((string?)element.Attribute("stroke") ?? "none") is not { } ink) return null;
        var paint = new SKPaint { Color = ink, Style = SKPaintStyle.Stroke, IsAntialias = true, StrokeJoin = SKStrokeJoin.Round, StrokeWidth = element.Attribute("stroke-width") is null ? 1 : Number(element, "stroke-width") };
        if ((string?)element.Attribute("stroke-dasharray") is { } dashes)
        {
            float[] parts = [.. dashes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(part => float.Parse(part, CultureInfo.InvariantCulture))];
            paint.PathEffect = SKPathEffect.CreateDash(parts.Length % 2 == 0 ? parts : [.. parts, .. parts], 0);
        }

        return paint;
    }

    private static void Words(SKCanvas canvas, XElement element)
    {
        float size = element.Attribute("font-size") is null ? 11 : Number(element, "font-size");
        using var font = new SKFont(OverlayWriter.PictureFont, size) { Embolden = element.Attribute("font-weight") is not null && Number(element, "font-weight") > 600, Subpixel = true, Hinting = SKFontHinting.None };
        SKTextAlign align = (string?)element.Attribute("text-anchor") switch { "middle" => SKTextAlign.Center, "end" => SKTextAlign.Right, _ => SKTextAlign.Left };
        string text = Drawable(element.Value, font);
        if (Colour((string?)element.Attribute("stroke") ?? "none") is { } ground)
        {
            using var halo = new SKPaint { Color = ground, Style = SKPaintStyle.Stroke, StrokeWidth = 3, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };
            canvas.DrawText(text, Number(element, "x"), Number(element, "y"), align, font, halo);
        }

        using var ink = new SKPaint { Color = Colour((string?)element.Attribute("fill") ?? "#000000") ?? SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, Number(element, "x"), Number(element, "y"), align, font, ink);
    }

    /// <summary>Words in letters that the small font of pictures has: plain spaces for narrow ones, a dash for the minus, letters without their accents.</summary>
    private static string Drawable(string text, SKFont font)
        => string.Concat(text.Replace('\u202f', ' ').Replace('\u00a0', ' ').Replace('\u2212', '\u2013').Select(letter =>
            font.ContainsGlyph(letter) ? letter : letter.ToString().Normalize(System.Text.NormalizationForm.FormD)[0] is var plain && font.ContainsGlyph(plain) ? plain : '?'));

    private static float Number(XElement element, string name) => float.TryParse((string?)element.Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : 0;

    /// <summary>A colour: <c>#rrggbb</c>, <c>rgb(r g b / a)</c>, or a CSS variable with one of these; null for none.</summary>
    private static SKColor? Colour(string text)
    {
        if (Variable().Match(text) is { Success: true } variable) text = variable.Groups[1].Value;
        if (text == "none") return null;
        if (Rgb().Match(text) is { Success: true } rgb)
            return new SKColor(byte.Parse(rgb.Groups[1].ValueSpan, CultureInfo.InvariantCulture), byte.Parse(rgb.Groups[2].ValueSpan, CultureInfo.InvariantCulture), byte.Parse(rgb.Groups[3].ValueSpan, CultureInfo.InvariantCulture),
                (byte)Math.Round(255 * float.Parse(rgb.Groups[4].ValueSpan, CultureInfo.InvariantCulture)));
        return SKColor.TryParse(text, out SKColor colour) ? colour : SKColors.Black;
    }

    [GeneratedRegex(@"^var\([^,]+,\s*(.+)\)$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^rgb\((\d+) (\d+) (\d+) / (\.?[\d.]+)\)$")]
    private static partial Regex Rgb();
}
