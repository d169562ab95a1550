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

        Assert.Equal(new Material { Name = "lto", Formula = "Li4Ti5O12", Provenance = material.Provenance }, material);
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
    [InlineData("name: a\ndensity_kg_m3: { value: 3480 }", "line 2", "status")]
    [InlineData("name: a\ndensity_kg_m3: { status: assumed }", "line 2", "value")]
    [InlineData("name: a\ndensity_kg_m3: { value: 3480, status: literature }", "line 2", "source")]
    [InlineData("name: a\ndensity_kg_m3: { value: 3480, status: guessed }", "line 2", "measured")]
    [InlineData("name: a\ndensity_kg_m3:\n  value: 3.48\n  unit: g/cm3\n  status: assumed", "line 4", "kg/m³")]
    [InlineData("name: a\ndensity_kg_m3:\n  value: 3480\n  range: [3500, 3600]\n  status: assumed", "line 3", "range")]
    [InlineData("name: a\ndensity_kg_m3: { value: 3480, status: assumed, sauce: me }", "line 2", "source")]
    [InlineData("name: a\nrole: both", "line 2", "cathode")]
    [InlineData("name: a\nopen_circuit_potential_V: 1.5 - y", "line 2", "x")]
    [InlineData("name: a\nopen_circuit_potential_V: 1.5 + x", "test.yaml", "fall")]
    [InlineData("name: a\nopen_circuit_potential_V: [[0, 2], [1, 9]]", "line 2", "6")]
    [InlineData("name: a\nopen_circuit_potential_V: 0.5 - 0.1*x", "test.yaml", "lower_cutoff_V")]
    [InlineData("name: a\nopen_circuit_potential_V: 1.6 - 0.1*x\nslope_V: 0.1", "test.yaml", "function")]
    [InlineData("name: a\ndiffusivity_factor: 1 - 2*x", "test.yaml", "positive")]
    [InlineData("name: a\ndiffusivity_factor: 1 - 0.5*x\ndiffusion: darken", "test.yaml", "one of them")]
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

    [Fact]
    public void Parse_Functions_AreReadAndWrittenBack()
    {
        const string yaml = """
            name: a
            role: cathode
            open_circuit_potential_V: { value: 2.4 - 0.5*x, unit: V, status: measured, source: own GITT }
            diffusivity_factor: [[0, 1], [0.5, 1], [1, 0.01]]
            """;
        var material = MaterialFile.Parse(yaml, "test.yaml");
        var again = MaterialFile.Parse(MaterialIntervals.Write(material, []), "again.yaml");

        Assert.Equal(MaterialFile.ToKeys(material).Keys, MaterialFile.ToKeys(again).Keys);
        Assert.Equal(material with { Provenance = again.Provenance }, again);
        Assert.Equal(2.15, MaterialFunctions.Potential(again).At(0.5), 1e-12);
        Assert.Equal(ValueStatus.Measured, material.Provenance[MaterialKeys.Potential].Status);
        Assert.DoesNotContain("plateau_V", MaterialFile.ToKeys(material).Keys);
        Assert.Throws<InputException>(() => MaterialFile.With(material, "plateau_V", 1.5));
        Assert.Equal(0.5, MaterialFile.With(material, "initial_lithiation", 0.5).InitialLithiation);
        Assert.Equal(MaterialRole.Cathode, MaterialFile.With(material, "initial_lithiation", 0.5).Role);
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

        string[] others = [.. MaterialKeys.Words, .. MaterialKeys.Functions.Select(key => key.Name), "uncertainty"];
        Assert.Equal(MaterialFile.Keys.Select(key => key.Name).Concat(others).Order(), properties.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(ElectrolyteSets.Names.Order(), properties.GetProperty("electrolyte").GetProperty("anyOf")[0].GetProperty("enum").EnumerateArray().Select(e => e.GetString()).Order());
        foreach (var key in MaterialFile.Keys)
        {
            Assert.Equal(key.Low, properties.GetProperty(key.Name).GetProperty("minimum").GetDouble());
            Assert.Equal(key.High, properties.GetProperty(key.Name).GetProperty("maximum").GetDouble());
            Assert.Contains(key.Unit, properties.GetProperty(key.Name).GetProperty("properties").GetProperty("unit").GetProperty("description").GetString(), StringComparison.Ordinal);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LtoAutoscope.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
