using System.Text.Json;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests;

/// <summary>The LIBSVM fits under fixtures/svr (source: SOURCE.md there).</summary>
internal sealed class Reference
{
    private Reference()
    {
        CsvTable table = CsvTable.Read(Fixture("data.csv"));
        double[][] rows = table.Rows(Features);
        double[] targets = table.Numbers("ce1");
        TrainingRows = [.. rows.Where((_, i) => i % 4 != 0)];
        TrainingTargets = [.. targets.Where((_, i) => i % 4 != 0)];
        TestRows = [.. rows.Where((_, i) => i % 4 == 0)];
        TestTargets = [.. targets.Where((_, i) => i % 4 == 0)];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Fixture("reference.json")));
        Root = document.RootElement.Clone();
    }

    internal static string[] Features { get; } = ["mean_diameter_nm", "lognormal_sigma", "aspect_ratio", "fractal_dim"];

    internal static Reference Instance { get; } = new();

    internal double[][] TrainingRows { get; }

    internal double[] TrainingTargets { get; }

    internal double[][] TestRows { get; }

    internal double[] TestTargets { get; }

    internal JsonElement Root { get; }

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "svr", name);

    internal JsonElement Case(int index) => Root.GetProperty("cases")[index];

    internal static SvrHyperparameters Parameters(JsonElement entry)
        => new(entry.GetProperty("C").GetDouble(), entry.GetProperty("epsilon").GetDouble(), entry.GetProperty("gamma").GetDouble());

    /// <summary>The training rows as a table, as a user's file would hold them.</summary>
    internal CsvTable TrainingTable()
    {
        var text = new StringWriter();
        text.WriteLine(string.Join(',', Features) + ",ce1");
        for (int i = 0; i < TrainingRows.Length; i++)
            text.WriteLine(string.Join(',', TrainingRows[i].Append(TrainingTargets[i]).Select(value => value.ToString("R"))));
        return CsvTable.Read(new StringReader(text.ToString()), "training.csv");
    }
}
