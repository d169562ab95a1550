using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Reads <c>particles.csv</c> back. Columns are found by name; more columns than needed are no error, and tables from before a column was added have NaN there. Outlines are not in the table.</summary>
public static class ParticleTableReader
{
    /// <summary>Reads a table file.</summary>
    /// <exception cref="InputException">The file is missing, lacks a column, or a value is no number.</exception>
    public static IReadOnlyList<Particle> Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The particle table cannot be read", path, "Check that the file is there and that you may read it", e);
        }
    }

    /// <summary>Reads a table; a field may be quoted, but not run over a line.</summary>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static IReadOnlyList<Particle> Read(TextReader source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.ReadLine() is not { } header) throw new InputException("The particle table is empty", name, "Analyse the images again");
        List<string> columns = CsvLine.Split(header);
        int[] positions = [.. ParticleTable.Columns.Select(c => columns.IndexOf(c))];
        int missing = Array.FindIndex(positions, static p => p < 0);
        if (missing >= 0)
            throw new InputException($"The particle table lacks the column '{ParticleTable.Columns[missing]}'", name, "Give a particles.csv as `analyse` writes it");
        int[] later = [.. ParticleTable.LaterColumns.Select(c => columns.IndexOf(c))];
        int[] sample = [.. ParticleTable.SampleColumns.Select(c => columns.IndexOf(c))];
        List<Particle> particles = [];
        int line = 1;
        while (source.ReadLine() is { } text)
        {
            line++;
            if (text.Length == 0) continue;
            List<string> fields = CsvLine.Split(text);
            if (fields.Count != columns.Count) throw Broken(name, line, $"has {fields.Count} fields instead of {columns.Count}");
            Particle particle = Row([.. positions.Select(p => fields[p])], [.. later.Select(p => p < 0 ? "NaN" : fields[p])], name, line);
            particles.Add(WithSample(particle, [.. sample.Select(p => p < 0 ? null : fields[p])], name, line));
        }

        return particles;
    }

    private static Particle Row(string[] fields, string[] later, string name, int line)
    {
        return new Particle
        {
            ParticleId = fields[0],
            Frame = fields[1],
            LabelId = ParticleTable.LabelOf(fields[0]),
            XPx = Number(2),
            YPx = Number(3),
            AreaNm2 = Number(4),
            DiameterNm = Number(5),
            FeretMaxNm = Number(6),
            FeretMinNm = Number(7),
            LengthNm = Number(8),
            WidthNm = Number(9),
            AspectRatio = Number(10),
            PerimeterNm = Number(11),
            Circularity = Number(12),
            Solidity = Number(13),
            FractalDimension = Number(14),
            FractalDimensionSe = Number(15),
            TouchesBorder = bool.TryParse(fields[16], out bool touches) ? touches : throw Broken(name, line, "tells neither true nor false under touches_border"),
            Weight = Number(17),
            Confidence = Number(18),
            OrientationDeg = Later(0),
            FractalDimensionR2 = Later(1),
            FractalDimensionRaw = Later(2),
            BoxDimension = Later(3),
            BoxDimensionSe = Later(4),
            BoxDimensionR2 = Later(5),
            SurfaceDimension = Later(6),
            SurfaceDimensionSe = Later(7),
            SurfaceDimensionR2 = Later(8),
        };

        double Number(int i) => Parse(fields[i], ParticleTable.Columns[i]);

        double Later(int i) => Parse(later[i], ParticleTable.LaterColumns[i]);

        double Parse(string field, string column) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Broken(name, line, $"has no number under {column}");
    }

    /// <summary>What tables hold since classes and agglomerates are told.</summary>
    private static Particle WithSample(Particle particle, string?[] fields, string name, int line)
    {
        ParticleClass kind = ParticleClass.Unknown;
        int agglomerate = 0;
        double weight = 0;
        if (fields[0] is { } word && (!Enum.TryParse(word, ignoreCase: true, out kind) || !Enum.IsDefined(kind))) throw Broken(name, line, $"knows no class '{word}'");
        if (fields[1] is { } id && !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out agglomerate)) throw Broken(name, line, "has no number under agglomerate_id");
        if (fields[2] is { } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out weight)) throw Broken(name, line, "has no number under agglomerate_weight");
        return particle with { Class = kind, AgglomerateId = agglomerate, AgglomerateWeight = weight };
    }

    private static InputException Broken(string name, int line, string what)
        => new($"The particle table's line {line.ToString(CultureInfo.InvariantCulture)} {what}", name, "Correct the line or analyse the images again");
}
