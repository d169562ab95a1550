using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>
/// A set of samples with their measured CE1 as CSV: <c>diameter_nm</c> (or <c>mean_diameter_nm</c>) or <c>morphology</c> (path of a morphology.json),
/// <c>ce1</c> as a fraction; optional <c>sample</c>, <c>aspect_ratio</c>, <c>fractal_dimension</c> (or <c>fractal_dim</c>), <c>rate_per_hour</c>,
/// <c>ce1_uncertainty</c>. Lines that start with <c>#</c> are comments; one with the word virtual or synthetic marks the whole set as such.
/// </summary>
public static class StudyFile
{
    private static readonly string[] Marks = ["virtual", "synthetic", "simulated"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The CSV.</param>
    /// <param name="defaultRatePerHour">Rate of rows without one.</param>
    /// <param name="defaultUncertainty">Standard uncertainty of CE1 of rows without one.</param>
    /// <param name="shapes">The shape model.</param>
    /// <exception cref="InputException">It is missing, or something in it is wrong; the message has the line.</exception>
    public static SampleStudy Read(string path, double defaultRatePerHour = 0.2, double defaultUncertainty = 0.005, ShapeOptions? shapes = null)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path, defaultRatePerHour, defaultUncertainty, shapes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the set of samples cannot be read", path, "Give a CSV with the columns diameter_nm and ce1", e);
        }
    }

    /// <summary>Reads text.</summary>
    /// <inheritdoc cref="Read(string, double, double, ShapeOptions)"/>
    public static SampleStudy Read(TextReader text, string source, double defaultRatePerHour, double defaultUncertainty, ShapeOptions? shapes)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[]? header = null;
        string? mark = null;
        var cells = new List<StudyCell>();
        int line = 0;
        while (text.ReadLine() is { } row)
        {
            line++;
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (row.StartsWith('#'))
            {
                if (mark is null && Marks.Any(m => row.Contains(m, StringComparison.OrdinalIgnoreCase))) mark = row.TrimStart('#', ' ');
                continue;
            }

            string[] fields = [.. row.TrimStart('\uFEFF').Split(',').Select(f => f.Trim().Trim('"'))];
            if (header is null)
            {
                header = fields;
                if (Index("ce1") < 0) throw new InputException("there is no column 'ce1'", source, $"Give CE1 as a fraction; the file has {string.Join(", ", header)}");
                if (Index("morphology", "diameter_nm", "mean_diameter_nm") < 0) throw new InputException("there is no column with a size", source, "Give diameter_nm, or morphology with paths");
                continue;
            }

            string where = $"{source}, line {line}";
            if (fields.Length != header.Length) throw new InputException($"the row has {fields.Length} fields, the header {header.Length}", where, "Mend the row, or take it out");
            double ce1 = Number(double.NaN, "ce1"), rate = Number(defaultRatePerHour, "rate_per_hour");
            if (ce1 is not (> 0 and <= 1.05)) throw new InputException($"ce1 = {ce1} is no efficiency", where, "Give CE1 as a fraction, such as 0.93");
            if (rate is not (>= 0.001 and <= 100)) throw new InputException($"a rate of {rate} an hour cannot be run", where, "Give 0.001 to 100");
            string name = Index("sample", "name") is >= 0 and var n && fields[n].Length > 0 ? fields[n] : $"row {cells.Count + 1}";
            cells.Add(new StudyCell(name, new FitCell
            {
                Name = name,
                Sample = SampleOf(name, where),
                Protocol = material => Protocol.Of(material, rate),
                Ce1 = ce1,
                Ce1Uncertainty = Number(defaultUncertainty, "ce1_uncertainty"),
            }));

            double Number(double otherwise, params string[] names)
            {
                int at = Index(names);
                if (at < 0 || (fields[at].Length == 0 && !double.IsNaN(otherwise))) return otherwise;
                if (double.TryParse(fields[at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
                throw new InputException($"'{fields[at]}' is no number", $"{where}, column '{header[at]}'", "Write a finite number with a decimal point");
            }

            CellSample SampleOf(string sample, string at)
            {
                if (Index("morphology") is >= 0 and var m && fields[m].Length > 0)
                    return CellSample.FromMorphology(FitCellFiles.ReadMorphology(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source))!, fields[m])), sample, shapes: shapes);
                double fractal = Index("fractal_dimension", "fractal_dim") >= 0 ? Number(1, "fractal_dimension", "fractal_dim") : double.NaN;
                double diameter = Number(double.NaN, "diameter_nm", "mean_diameter_nm");
                if (double.IsNaN(diameter)) throw new InputException("the row has no size", at, "Give diameter_nm or morphology");
                return CellSample.FromMeans(sample, diameter, Math.Max(1, Number(1, "aspect_ratio")), fractal, shapes);
            }
        }

        if (cells.Count == 0) throw new InputException("the set holds no sample", source, "Give a header and one row a sample");
        return new SampleStudy(source, mark, cells);

        int Index(params string[] names) => Array.FindIndex(header!, h => names.Contains(h, StringComparer.OrdinalIgnoreCase));
    }
}
