using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.CellTests.Formats;

namespace LtoAutoscope.Fem.Characterisation;

/// <summary>A powder diffraction pattern: angles 2θ, °, rising, and intensities, counts.</summary>
public sealed class DiffractionPattern
{
    private const int MostPoints = 1_000_000;
    private static readonly char[] Separators = [' ', '\t', ';'];

    private DiffractionPattern(double[] angles, double[] intensities, int skipped) => (AngleDeg, Intensity, SkippedLines) = (angles, intensities, skipped);

    /// <summary>Angles 2θ, °.</summary>
    public IReadOnlyList<double> AngleDeg { get; }

    /// <summary>Intensities.</summary>
    public IReadOnlyList<double> Intensity { get; }

    /// <summary>Lines that hold no two figures: headers and comments.</summary>
    public int SkippedLines { get; }

    /// <summary>Reads <c>.xy</c>, <c>.xye</c> or <c>.csv</c>: two columns or more, angle and intensity first, with or without header lines.</summary>
    /// <param name="stream">The file; seekable.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InputException">It holds fewer than ten points, more lines that are none than points, or angles that do not rise; the message has the line.</exception>
    public static DiffractionPattern Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CellTestHead head = CellTestHead.Of(stream);
        if (!head.IsText) throw new InputException("it is no text", source, "Export the pattern as .xy or CSV: 2θ and intensity, a point a line");
        using var text = new StreamReader(stream, head.Encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        List<double> angles = [], intensities = [];
        int line = 0, skipped = 0;
        while (text.ReadLine() is { } row)
        {
            line++;
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (!TryPoint(row, out double angle, out double intensity))
            {
                skipped++;
                continue;
            }

            if (angles.Count > 0 && angle <= angles[^1]) throw new InputException(FormattableString.Invariant($"the angle {angle}° follows {angles[^1]}°"), FormattableString.Invariant($"{source}, line {line}"), "Give one scan with rising angles 2θ");
            if (angle is <= -10 or >= 180) throw new InputException(FormattableString.Invariant($"{angle}° is no angle 2θ"), FormattableString.Invariant($"{source}, line {line}"), "Give angles 2θ in degrees in the first column and intensities in the second");
            if (angles.Count == MostPoints) throw new InputException($"there are more than {MostPoints} points", source, "Give one scan");
            angles.Add(angle);
            intensities.Add(intensity);
        }

        if (angles.Count < 10) throw new InputException($"there are {angles.Count} points", source, "Give 2θ and intensity in two columns, a point a line, at least ten points");
        if (skipped > angles.Count) throw new InputException($"{skipped} of {skipped + angles.Count} lines hold no two figures", source, "Give 2θ and intensity in two columns, a point a line");
        return new DiffractionPattern([.. angles], [.. intensities], skipped);
    }

    /// <summary>The strongest line's width and what it says of the crystallites; null where the line is not whole, or only a point wide.</summary>
    /// <param name="wavelengthNm">Wavelength, nm.</param>
    public ScherrerEstimate? Strongest(double wavelengthNm = ScherrerEstimate.CopperNm)
    {
        int top = 0;
        for (int i = 1; i < Intensity.Count; i++)
            if (Intensity[i] > Intensity[top]) top = i;
        // Most of a pattern is background.
        double background = Intensity.Order().ElementAt(Intensity.Count / 4), half = background + ((Intensity[top] - background) / 2);
        int left = top, right = top;
        while (left > 0 && Intensity[left] > half) left--;
        while (right < Intensity.Count - 1 && Intensity[right] > half) right++;
        if (Intensity[left] > half || Intensity[right] > half || right - left < 4) return null;
        double width = Crossing(right - 1, right) - Crossing(left, left + 1);
        return width > 0 ? new ScherrerEstimate(AngleDeg[top], width, wavelengthNm) : null;

        double Crossing(int a, int b) => AngleDeg[a] + ((half - Intensity[a]) / (Intensity[b] - Intensity[a]) * (AngleDeg[b] - AngleDeg[a]));
    }

    private static bool TryPoint(string row, out double angle, out double intensity)
    {
        (angle, intensity) = (double.NaN, double.NaN);
        bool isBlank = row.AsSpan().Trim().IndexOfAny(Separators) >= 0;
        string[] fields = isBlank ? row.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : row.Split(',', StringSplitOptions.TrimEntries);
        // After a blank or a semicolon a comma is the decimal sign or trails the field; else it separates.
        return fields.Length >= 2 && FigureText.TryNumber(fields[0].TrimEnd(','), isBlank && fields[0].TrimEnd(',').Contains(','), out angle)
            && FigureText.TryNumber(fields[1].TrimEnd(','), isBlank && fields[1].TrimEnd(',').Contains(','), out intensity);
    }
}
