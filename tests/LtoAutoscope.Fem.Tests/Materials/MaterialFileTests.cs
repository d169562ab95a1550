using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Tests.Materials;

public sealed class MaterialFileTests
{
    [Fact]
    public void Load_ShippedLto_HasTheDefaultsOfTheMaterial()
    {
        var material = MaterialFile.Load(Path.Combine(Root(), "config", "materials", "lto.yaml"));

        Assert.Equal(new Material { Name = "lto" }, material);
        Assert.Equal(175.14, material.TheoreticalCapacityMAhG, 0.005);
    }

    [Fact]
    public void Parse_EveryKey_ReachesItsProperty()
    {
        string yaml = "name: other\n" + string.Join('\n', MaterialFile.Keys.Select((key, i) => $"{key.Name}: {Value(key, i):R}"));

        var keys = MaterialFile.ToKeys(MaterialFile.Parse(yaml, "test.yaml"));

        Assert.Equal("other", keys["name"]);
        foreach (var (key, i) in MaterialFile.Keys.Select((key, i) => (key, i))) Assert.Equal(Value(key, i), keys[key.Name]);

        static double Value(MaterialKey key, int i) => key.Name switch
        {
            "lower_cutoff_V" => 0.5,
            "plateau_V" => 1.2,
            "upper_cutoff_V" => 3.1,
            _ => key.Low + ((key.High - key.Low) * (0.1 + (0.01 * i))),
        };
    }

    [Theory]
    [InlineData("name: a\ndiffusivity_m2: 1e-17", "line 2", "diffusivity_m2_s")]
    [InlineData("name: a\ndensity_kg_m3: heavy", "line 2", "number")]
    [InlineData("name: a\ntemperature_K: 25", "line 2", "200")]
    [InlineData("name: a\nname: b", "line 2", "once")]
    [InlineData("density_kg_m3: 3480", "test.yaml", "name:")]
    [InlineData("- 1", "test.yaml", "key: value")]
    [InlineData("name: a\nplateau_V: 2.6", "test.yaml", "lower_cutoff_V")]
    public void Parse_WrongInput_SaysWhereAndHow(string yaml, string where, string remedy)
    {
        var error = Assert.Throws<InputException>(() => MaterialFile.Parse(yaml, "test.yaml"));

        Assert.Contains(where, error.Where, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Uncertainty_IsReadAndWrittenBack()
    {
        var material = MaterialFile.Parse("name: a\nuncertainty:\n  diffusivity_m2_s: [1e-18, 1e-16]", "test.yaml");
        var again = MaterialFile.Parse(MaterialIntervals.Write(material, ["a comment"]), "again.yaml");

        Assert.Equal([1e-18, 1e-16], again.Uncertainty["diffusivity_m2_s"]);
        Assert.Equal(MaterialFile.ToKeys(material), MaterialFile.ToKeys(again));
    }

    [Theory]
    [InlineData("diffusivity: [1e-18, 1e-16]", "line 3")]
    [InlineData("diffusivity_m2_s: [1e-16, 1e-18]", "line 3")]
    [InlineData("diffusivity_m2_s: 1e-16", "line 3")]
    [InlineData("diffusivity_m2_s: [1e-14, 1e-13]", "test.yaml")]
    public void Parse_WrongUncertainty_SaysWhere(string line, string where)
        => Assert.Contains(where, Assert.Throws<InputException>(() => MaterialFile.Parse("name: a\nuncertainty:\n  " + line, "test.yaml")).Where, StringComparison.Ordinal);

    [Fact]
    public void Load_MissingFile_IsAnInputError()
        => Assert.Throws<InputException>(() => MaterialFile.Load("no/such/material.yaml"));

    [Fact]
    public void Schema_NamesTheSameKeysAndRanges()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "config", "materials", "material.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");

        string[] words = ["name", "diffusion", "electrolyte", "uncertainty"];
        Assert.Equal(MaterialFile.Keys.Select(key => key.Name).Concat(words).Order(), properties.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(ElectrolyteSets.Names.Order(), properties.GetProperty("electrolyte").GetProperty("enum").EnumerateArray().Select(e => e.GetString()).Order());
        foreach (var key in MaterialFile.Keys)
        {
            Assert.Equal(key.Low, properties.GetProperty(key.Name).GetProperty("minimum").GetDouble());
            Assert.Equal(key.High, properties.GetProperty(key.Name).GetProperty("maximum").GetDouble());
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LtoAutoscope.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
