using System.Globalization;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>A command with its arguments.</summary>
/// <param name="Verb">The word, in capitals; empty for the null command.</param>
/// <param name="Arguments">What stood behind it, between blanks.</param>
internal sealed record RemCon32Request(string Verb, IReadOnlyList<string> Arguments)
{
    public static RemCon32Request Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? new RemCon32Request("", []) : new RemCon32Request(words[0].ToUpperInvariant(), words[1..]);
    }

    /// <summary>A number, with or without an exponent.</summary>
    /// <exception cref="RemCon32RefusalException">It is none, or out of range.</exception>
    public double Number(int index, double least, double most)
    {
        if (!double.TryParse(Arguments[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw new RemCon32RefusalException(RemCon32Error.Type);
        return value >= least && value <= most ? value : throw new RemCon32RefusalException(RemCon32Error.Range);
    }

    /// <summary>A whole number.</summary>
    /// <exception cref="RemCon32RefusalException">It is none, or out of range.</exception>
    public int Whole(int index, int least, int most)
        => Number(index, least, most) is var value && value == Math.Floor(value) ? (int)value : throw new RemCon32RefusalException(RemCon32Error.Type);

    /// <summary>0 or 1.</summary>
    /// <exception cref="RemCon32RefusalException">It is neither.</exception>
    public bool Flag(int index) => Whole(index, 0, 1) == 1;
}
