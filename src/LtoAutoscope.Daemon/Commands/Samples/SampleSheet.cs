using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Daemon.Commands.Samples;

/// <summary>Reads a table of samples: comma- or semicolon-separated values (RFC 4180), one sample a line, the first line names the columns.</summary>
public static class SampleSheet
{
    private const int MostSamples = 1000;

    /// <summary>The columns that are understood.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["name", "stub", "description", "material", "expected_diameter_nm", "batch", "bet_area_m2_per_g", "xrd_notes"];

    /// <summary>Reads the samples of a table.</summary>
    /// <returns>The samples, and what is wrong, each with its line; the samples count only where nothing is.</returns>
    public static (IReadOnlyList<Sample> Samples, IReadOnlyList<string> Problems) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = text.TrimStart('\uFEFF');
        string head = plain.Split('\n')[0];
        List<(int Line, List<string> Fields)> rows = [.. Rows(plain, head.Count(c => c == ';') > head.Count(c => c == ',') ? ';' : ',').Where(row => row.Fields.Any(field => field.Trim().Length > 0))];
        if (rows.Count < 2) return ([], ["The table has no samples. Name the columns in its first line, and write a sample on each line below."]);
        string[] columns = [.. rows[0].Fields.Select(field => field.Trim().ToLowerInvariant())];
        List<string> problems = [.. columns.Where(column => !Columns.Contains(column)).Select(column => $"line {rows[0].Line}: there is no column '{column}'; the columns are {string.Join(", ", Columns)}")];
        foreach (string needed in new[] { "name", "stub" }.Where(needed => !columns.Contains(needed))) problems.Add($"line {rows[0].Line}: the column '{needed}' is missing");
        if (rows.Count - 1 > MostSamples) problems.Add($"the table has {rows.Count - 1} samples; at most {MostSamples} are read at once");
        if (problems.Count > 0) return ([], problems);

        List<Sample> samples = [];
        foreach ((int line, List<string> fields) in rows.Skip(1))
        {
            if (fields.Count != columns.Length)
            {
                problems.Add($"line {line}: it has {fields.Count} fields where the first line names {columns.Length}");
                continue;
            }

            Sample sample = Of(columns, fields, line, problems);
            problems.AddRange(sample.Validate().Select(problem => $"line {line}: {problem}"));
            if (samples.Any(other => string.Equals(other.Name, sample.Name, StringComparison.OrdinalIgnoreCase))) problems.Add($"line {line}: '{sample.Name}' stands in the table twice");
            samples.Add(sample);
        }

        return (samples, problems);
    }

    private static Sample Of(string[] columns, List<string> fields, int line, List<string> problems)
    {
        return new Sample
        {
            Name = Text("name"), Stub = Text("stub"), Description = Text("description"), Material = Text("material") is { Length: > 0 } material ? material : Sample.DefaultMaterial, ExpectedDiameterNm = Number("expected_diameter_nm"), Batch = Text("batch"),
            BetAreaM2PerG = Number("bet_area_m2_per_g"), XrdNotes = Text("xrd_notes"),
        };

        string Text(string column) => Array.IndexOf(columns, column) is >= 0 and int i ? fields[i].Trim() : "";

        double? Number(string column)
        {
            string text = Text(column);
            if (text.Length == 0) return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return value;
            problems.Add($"line {line}: {column}: '{text}' is no number; write it with a decimal point");
            return null;
        }
    }

    private static IEnumerable<(int Line, List<string> Fields)> Rows(string text, char separator)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        bool quoted = false;
        int line = 1, begun = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n') line++;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == separator && !quoted) End();
            else if (c == '\n' && !quoted)
            {
                End();
                yield return (begun, fields);
                (fields, begun) = ([], line);
            }
            else if (c != '\r' || quoted) field.Append(c);
        }

        if (field.Length == 0 && fields.Count == 0) yield break;
        End();
        yield return (begun, fields);

        void End()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
