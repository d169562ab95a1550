using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Exchange;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Tests.HalfCell;
using LtoAutoscope.Fem.Tests.Materials;

namespace LtoAutoscope.Fem.Tests.Exchange;

public sealed class BpxDocumentTests
{
    private const string Diffusivity = "Diffusivity [m2.s-1]", Potential = "OCP [V]", Rate = "Reaction rate constant [mol.m-2.s-1]", Area = "Surface area per unit volume [m-1]";

    [Theory]
    [MemberData(nameof(ShippedMaterialTests.Names), MemberType = typeof(ShippedMaterialTests))]
    public void Of_Shipped_IsValidAndMeansTheSameCell(string name)
    {
        var material = Load(name);
        var cell = MorphologyCase.Build(Samples.Morphology(), material, new CellModelOptions { Fidelity = CellFidelity.P2d });

        var document = (JsonObject)JsonNode.Parse(BpxDocument.Write(BpxDocument.Of(cell)))!;

        Assert.Empty(BpxRules.Problems(document));
        var positive = document["Parameterisation"]!["Positive electrode"]!;
        double radius = (double)positive["Particle radius [m]"]!, area = (double)positive[Area]!, thickness = (double)positive["Thickness [m]"]!;
        // What a program makes of it: active fraction a·R/3, capacity, exchange current on the plane, mean time of diffusion.
        Assert.Equal(cell.Positive.ActiveVolumeFraction, area * radius / 3, 1e-6);
        double capacity = area * radius / 3 * thickness * (double)positive["Maximum concentration [mol.m-3]"]! * Material.FaradayCMol;
        Assert.Equal(1, capacity * (double)document["Parameterisation"]!["Cell"]!["Electrode area [m2]"]! / 3600 / (double)document["Parameterisation"]!["Cell"]!["Nominal cell capacity [A.h]"]!, 1e-6);
        double exchange = Material.FaradayCMol * (double)positive[Rate]! * 0.5 * area * thickness;
        Assert.Equal(1, exchange / (material.ExchangeCurrentAM2 * cell.Positive.RealAreaM2M2), 1e-6);
        double lag = cell.Positive.Classes.Sum(c => c.VolumeShare * c.DiffusionLengthM * c.DiffusionLengthM / 15) / cell.Positive.Classes.Sum(c => c.VolumeShare);
        Assert.Equal(1, radius * radius / 15 / lag, 1e-6);
        Assert.True((double)positive["Minimum stoichiometry"]! < (double)positive["Maximum stoichiometry"]!);
        // bpx/validators.py: the potentials at the limits keep to the cut-offs, to 1 mV (the lithium is at 0 V).
        double OpenCircuit(double x) => positive[Potential] is JsonObject table ? Interpolate(table, x) : new MaterialFunction(positive[Potential]!.ToString().Replace("**", "^", StringComparison.Ordinal)).Compile().AtTemperature(cell.TemperatureK).At(x);
        var limits = document["Parameterisation"]!["Cell"]!;
        Assert.True(OpenCircuit((double)positive["Minimum stoichiometry"]!) <= (double)limits["Upper voltage cut-off [V]"]! + 1e-3);
        Assert.True(OpenCircuit((double)positive["Maximum stoichiometry"]!) >= (double)limits["Lower voltage cut-off [V]"]! - 1e-3);
        Assert.Equal(material.Role == MaterialRole.Cathode ? 0 : 1, (double)document["State"]!["Initial conditions"]!["Initial state-of-charge"]!);
        Assert.Contains("issue 64", (string)document["Header"]!["Description"]!, StringComparison.Ordinal);

        var lithium = document["Parameterisation"]!["Negative electrode"]!;
        Assert.Equal(0, (double)lithium[Potential]!);
        Assert.Equal(cell.Lithium.ExchangeCurrentAM2, Material.FaradayCMol * (double)lithium[Rate]! * 0.5 * (double)lithium[Area]! * (double)lithium["Thickness [m]"]!, 1e-4);
    }

    [Fact]
    public void Of_Functions_AreExpressionsWhereTheGrammarHoldsThemAndTablesElse()
    {
        Assert.Contains("tanh((x - 0.286)/0.083)", Positive("graphite")[Potential]!.ToString(), StringComparison.Ordinal);
        Assert.IsType<JsonObject>(Positive("tno")[Potential]);
        Assert.IsType<JsonObject>(Positive("lto")[Potential]);
        var d = (JsonObject)Positive("nmc811")[Diffusivity]!;
        Assert.Equal(8.776e-15, Interpolate(d, 0.5), 1e-20);
        Assert.Equal(3.2e-17, Interpolate(d, 0.95), 1e-19);

        var logarithm = MaterialFile.Parse("name: a\nopen_circuit_potential_V: 1.6 - 0.02*ln(x/(1 - x + 1e-9))", "test.yaml");
        var table = (JsonObject)BpxDocument.Of(Samples.Morphology(), logarithm)["Parameterisation"]!["Positive electrode"]![Potential]!;
        Assert.Equal(1.6, Interpolate(table, 0.5), 1e-3);
        var power = MaterialFile.Parse("name: a\nopen_circuit_potential_V: 1.7 - 0.1*x^2 - 1e-3*x", "test.yaml");
        Assert.Equal("1.7 - 0.1*x**2 - 1e-3*x", BpxDocument.Of(Samples.Morphology(), power)["Parameterisation"]!["Positive electrode"]![Potential]!.ToString());
    }

    [Theory]
    [InlineData("1 + x", true)]
    [InlineData("1.9793 * exp(-39.3631 * x)", true)]
    [InlineData("2 * x**2", true)]
    [InlineData("-(x - 0.5) ** -2 / cosh(x)", true)]
    [InlineData("5e-13 - x * 8e-14 - 4.1e-13 * exp(-12 * (x - 0.98) ** 2)", true)]
    [InlineData("2 * y", false)]
    [InlineData("x^2", false)]
    [InlineData("ln(x)", false)]
    [InlineData("(x + 1", false)]
    [InlineData("x 2", false)]
    [InlineData("", false)]
    public void IsFunction_FollowsTheGrammar(string text, bool expected) => Assert.Equal(expected, BpxRules.IsFunction(text));

    [Fact]
    public void Problems_BrokenDocument_AreEachTold()
    {
        var document = BpxDocument.Of(Samples.Morphology(), Load("lto"));
        document["Header"]!["BPX"] = "one";
        document["Parameterisation"]!["Cell"]!["Colour"] = 1;
        ((JsonObject)document["Parameterisation"]!["Separator"]!).Remove("Porosity");
        document["Parameterisation"]!["Positive electrode"]![Potential] = "3.4 + z";
        document["Parameterisation"]!["User-defined"]!["note"] = "a text";
        document.Remove("State");

        var problems = BpxRules.Problems(document);

        Assert.Equal(6, problems.Count);
        foreach (string word in (string[])["version", "Colour", "Porosity", "3.4 + z", "note", "State"]) Assert.Contains(problems, p => p.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_FullCell_IsRefused()
        => Assert.Throws<InputException>(() => BpxDocument.Of(ReferenceCases.Example("marquis2019-full-cell")));

    private static Material Load(string name) => MaterialFile.Load(Path.Combine(ReferenceCases.Root(), "config", "materials", name + ".yaml"));

    private static JsonNode Positive(string name) => BpxDocument.Of(Samples.Morphology(), Load(name))["Parameterisation"]!["Positive electrode"]!;

    private static double Interpolate(JsonObject table, double at)
    {
        double[] x = [.. table["x"]!.AsArray().Select(v => (double)v!)], y = [.. table["y"]!.AsArray().Select(v => (double)v!)];
        int i = Array.FindIndex(x, v => v >= at);
        return i == 0 ? y[0] : y[i - 1] + ((y[i] - y[i - 1]) * (at - x[i - 1]) / (x[i] - x[i - 1]));
    }
}
