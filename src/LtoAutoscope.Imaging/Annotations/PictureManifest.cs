using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Reads and writes <c>manifest.csv</c> of a folder of annotated pictures; <c>training/own.py</c> reads it too.</summary>
public static class PictureManifest
{
    /// <summary>Its name.</summary>
    public const string FileName = "manifest.csv";

    private const string Header = "name,width_px,height_px,picture_height_px,pixel_size_nm,original_bits,grey_low,grey_high,run_id,frame_id,original_sha256,model";

    /// <summary>The text of the file.</summary>
    public static string Write(IEnumerable<PictureSource> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var text = new StringBuilder(Header).Append('\n');
        foreach (PictureSource p in pictures)
        {
            text.AppendJoin(',', new[]
            {
                p.Name, Number(p.WidthPx), Number(p.HeightPx), Number(p.PictureHeightPx), p.PixelSizeNm?.ToString("R", CultureInfo.InvariantCulture) ?? "",
                Number(p.OriginalBits), Number(p.GreyLow), Number(p.GreyHigh), p.RunId, p.FrameId, p.OriginalSha256, p.Model,
            }.Select(Quote)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">A column is missing, or a value is none; the message names the line.</exception>
    public static IReadOnlyList<PictureSource> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        List<string> header = lines.Length == 0 ? [] : Fields(lines[0].TrimStart('\uFEFF'), path, 1);
        foreach (string needed in (string[])["name", "width_px", "height_px"])
            if (!header.Contains(needed)) throw new InputException($"the column '{needed}' is missing", path, "Leave the file as the export wrote it");
        List<PictureSource> pictures = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            List<string> row = Fields(lines[i], path, i + 1);
            string Text(string column, string otherwise = "") => header.IndexOf(column) is var at and >= 0 && at < row.Count ? row[at] : otherwise;
            int Whole(string column, int otherwise)
                => Text(column) is not { Length: > 0 } text ? otherwise
                    : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(column, text);
            InputException Wrong(string column, string text)
                => new($"'{text}' is no number for '{column}'", string.Create(CultureInfo.InvariantCulture, $"{path}, line {i + 1}"), "Leave the file as the export wrote it");

            int height = Whole("height_px", 0);
            pictures.Add(new PictureSource
            {
                Name = Text("name"), WidthPx = Whole("width_px", 0), HeightPx = height,
                PictureHeightPx = Whole("picture_height_px", height), OriginalBits = Whole("original_bits", 8), GreyLow = Whole("grey_low", 0), GreyHigh = Whole("grey_high", 255),
                PixelSizeNm = Text("pixel_size_nm") is not { Length: > 0 } size ? null
                    : double.TryParse(size, NumberStyles.Float, CultureInfo.InvariantCulture, out double nm) && nm > 0 ? nm : throw Wrong("pixel_size_nm", size),
                RunId = Text("run_id"), FrameId = Text("frame_id"), OriginalSha256 = Text("original_sha256"), Model = Text("model"),
            });
        }

        return pictures;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";

    private static List<string> Fields(string line, string path, int number)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (isQuoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }

        if (isQuoted) throw new InputException("a quotation mark is not closed", string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}"), "Leave the file as the export wrote it");
        fields.Add(field.ToString());
        return fields;
    }
}
