using System.Globalization;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>A date of two figures and a year, of which the text alone does not say which figure is the day.</summary>
/// <param name="First">The first figure.</param>
/// <param name="Second">The second.</param>
/// <param name="Year">The year, with its century.</param>
/// <param name="Separator">Slash, dot or dash.</param>
/// <param name="Length">Characters that it takes.</param>
internal readonly record struct DateParts(int First, int Second, int Year, char Separator, int Length)
{
    /// <summary>The date at the beginning of a text; null where it begins with the year, names the month, or is no date.</summary>
    internal static DateParts? Find(ReadOnlySpan<char> text)
    {
        int at = 0;
        if (Figure(text, ref at, 2) is not { } first || at >= text.Length || text[at] is not ('/' or '.' or '-')) return null;
        char separator = text[at++];
        if (Figure(text, ref at, 2) is not { } second || at >= text.Length || text[at++] != separator) return null;
        int begin = at;
        if (Figure(text, ref at, 4) is not { } year || at - begin is not (2 or 4) || (at < text.Length && text[at] is ':')) return null;
        return new DateParts(first, second, at - begin == 2 ? CultureInfo.InvariantCulture.Calendar.ToFourDigitYear(year) : year, separator, at);
    }

    private static int? Figure(ReadOnlySpan<char> text, ref int at, int most)
    {
        int begin = at, value = 0;
        for (; at < text.Length && at - begin < most && char.IsAsciiDigit(text[at]); at++) value = (10 * value) + (text[at] - '0');
        return at == begin || (at < text.Length && char.IsAsciiDigit(text[at])) ? null : value;
    }
}
