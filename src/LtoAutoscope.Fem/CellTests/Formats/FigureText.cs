using System.Globalization;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Figures and times as cyclers and spreadsheets write them.</summary>
internal static class FigureText
{
    private const int Longest = 64;
    private static readonly string[] DayFirst = ["d/M/yyyy H:mm:ss", "d/M/yyyy H:mm:ss.FFF", "d.M.yyyy H:mm:ss", "d.M.yyyy H:mm:ss.FFF", "d-M-yyyy H:mm:ss", "d/M/yyyy H:mm", "d.M.yyyy H:mm"];

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

    /// <summary>Seconds since an arbitrary moment from a date with time of day. Month first where it can be either, as cyclers' programs write it.</summary>
    internal static bool TryDate(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = double.NaN;
        text = text.Trim();
        if (text.Length < 8 || !text.Contains(':')) return false;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTime moment) && !DateTime.TryParseExact(text, DayFirst, CultureInfo.InvariantCulture, Utc, out moment)) return false;
        seconds = (moment - DateTime.UnixEpoch).TotalSeconds;
        return true;
    }

}
