using System.Globalization;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Figures and times as cyclers and spreadsheets write them.</summary>
internal static class FigureText
{
    private const int Longest = 64;

    /// <summary>A finite number: decimal point or comma, signs for thousands (comma or point, whichever is not the decimal sign, space, apostrophe) left out.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, bool decimalComma, out double value)
    {
        text = text.Trim();
        if (text.Length is 0 or > Longest)
        {
            value = double.NaN;
            return false;
        }

        char point = decimalComma ? ',' : '.', group = decimalComma ? '.' : ',';
        Span<char> plain = stackalloc char[Longest];
        int length = 0, sinceGroup = -1, digits = 0;
        bool isFraction = false;
        foreach (char c in text)
        {
            if (c == point)
            {
                if (sinceGroup is >= 0 and not 3) return Fail(out value);
                (isFraction, sinceGroup) = (true, -1);
                plain[length++] = '.';
            }
            else if (c == group || c is ' ' or '\u00A0' or '\u202F' or '\'' or '’')
            {
                // A sign for thousands stands between groups of three digits, before the decimal sign.
                if (isFraction || digits == 0 || (sinceGroup < 0 && digits > 3) || sinceGroup is >= 0 and not 3) return Fail(out value);
                sinceGroup = 0;
            }
            else
            {
                if (char.IsAsciiDigit(c))
                {
                    digits++;
                    if (sinceGroup >= 0) sinceGroup++;
                }

                plain[length++] = c == '\u2212' ? '-' : c;
            }
        }

        if (sinceGroup is >= 0 and not 3) return Fail(out value);
        return double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

        static bool Fail(out double value)
        {
            value = double.NaN;
            return false;
        }
    }

    /// <summary>A length of time in s from <c>h:mm:ss.fff</c>, <c>m:ss</c>, <c>d hh:mm:ss</c>, <c>0d 00:00:00.00</c>, <c>d-hh:mm:ss</c> or <c>d.hh:mm:ss</c>.</summary>
    internal static bool TryClock(ReadOnlySpan<char> text, out double seconds)
    {
        text = text.Trim();
        seconds = 0;
        int colon = text.IndexOf(':');
        if (colon <= 0) return false;
        ReadOnlySpan<char> first = text[..colon];
        double days = 0;
        int cut = first.IndexOfAny(" -.dD");
        if (cut > 0)
        {
            if (!TryNumber(first[..cut], false, out days)) return false;
            text = text[cut..].TrimStart(" -.dD");
        }

        double total = 0;
        int parts = 0;
        foreach (Range range in text.Split(':'))
        {
            if (++parts > 3 || !double.TryParse(Point(text[range]), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double part)) return false;
            total = (total * 60) + part;
        }

        seconds = (days * 86400) + total;
        return parts >= 2 && double.IsFinite(seconds);

        static string Point(ReadOnlySpan<char> part) => part.ToString().Replace(',', '.');
    }

    /// <summary>Seconds since an arbitrary moment from a date with time of day.</summary>
    /// <param name="text">The date: <c>3/2/2026 23:59:00</c> with slashes, dots or dashes and a year of two or four digits, or one that begins with the year or names the month.</param>
    /// <param name="isDayFirst">Whether the first of two figures before the year is the day; the file's order, which <see cref="DateOrder"/> finds.</param>
    /// <param name="seconds">The seconds.</param>
    internal static bool TryDate(ReadOnlySpan<char> text, bool isDayFirst, out double seconds)
    {
        seconds = double.NaN;
        text = text.Trim();
        if (text.Length is < 8 or > Longest || !text.Contains(':')) return false;
        Span<char> plain = stackalloc char[Longest + 10];
        scoped ReadOnlySpan<char> ordered = text;
        if (DateParts.Find(text) is { } parts)
        {
            int day = isDayFirst ? parts.First : parts.Second, month = isDayFirst ? parts.Second : parts.First;
            if (!plain.TryWrite(CultureInfo.InvariantCulture, $"{parts.Year:0000}-{month:00}-{day:00}{text[parts.Length..]}", out int length)) return false;
            ordered = plain[..length];
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParse(ordered, CultureInfo.InvariantCulture, Utc, out DateTime moment)) return false;
        seconds = (moment - DateTime.UnixEpoch).TotalSeconds;
        return true;
    }
}
