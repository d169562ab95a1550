using System.Globalization;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>Whom a line is for: <c>5 POS?</c> and <c>5 0 POS?</c> are for controller 5, <c>POS?</c> for number 1.</summary>
/// <param name="Number">The address that was written; null for none.</param>
/// <param name="Rest">The line without it.</param>
internal readonly record struct GcsAddress(int? Number, string Rest)
{
    public static GcsAddress Parse(string line)
    {
        string text = line.TrimStart(' ');
        (string first, string rest) = Cut(text);
        if (!IsNumber(first, out int number)) return new GcsAddress(null, text);
        (string second, string onwards) = Cut(rest);
        return new GcsAddress(number, second == "0" ? onwards : rest);
    }

    private static (string Word, string Onwards) Cut(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[space..].TrimStart(' '));
    }

    private static bool IsNumber(string word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
