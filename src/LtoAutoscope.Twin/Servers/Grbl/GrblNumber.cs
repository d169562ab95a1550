namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>Numbers as GRBL reads them: a sign, digits, one point; no exponent.</summary>
internal static class GrblNumber
{
    private const int MostDigits = 18;

    /// <summary>Reads the longest number at a place and moves the place behind it.</summary>
    /// <returns>Whether there was a digit.</returns>
    public static bool TryRead(string line, ref int at, out double value)
    {
        int i = at;
        double sign = 1;
        if (i < line.Length && line[i] is '-' or '+') sign = line[i++] == '-' ? -1 : 1;
        double digits = 0, scale = 1;
        bool point = false;
        int count = 0;
        for (; i < line.Length; i++)
        {
            if (line[i] == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit(line[i])) break;
            if (count++ >= MostDigits) continue;
            digits = digits * 10 + (line[i] - '0');
            if (point) scale *= 10;
        }

        (at, value) = (i, sign * digits / scale);
        return count > 0;
    }
}
