using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;
using LtoAutoscope.Fem.Tests.HalfCell;

namespace LtoAutoscope.Fem.Tests.Cases;

public sealed class CaseFileTests
{
    private const string Small = """
        name: small
        kind: half
        electrode:
          particles:
            - radius_m: 5e-8
        protocol:
          constant_current: {rate_per_hour: 1, lower_cutoff_V: 1.0, upper_cutoff_V: 2.5}
        """;

    [Fact]
    public void Load_Examples_StateTheReferenceCases()
    {
        var lto = ReferenceCases.Example("lto-half-cell");
        Assert.Equal(CellKind.Half, lto.Kind);
        Assert.Equal(13.7135809, lto.CurrentOfOneRate, 1e-6);
        Assert.Equal(Math.Pow(0.4, 1.5), lto.Positive.TransportEfficiency, 1e-12);
        Assert.Equal(1e-15, lto.Positive.Material.SideRateMS);

        var full = ReferenceCases.Example("marquis2019-full-cell");
        Assert.Equal(24, full.CurrentOfOneRate);
        Assert.Equal(19986.609595075 / 24983.2619938437, full.Negative!.Material.InitialLithiation, 1e-12);
        var p = full.Electrolyte.Create(298.15).At(1000);
        Assert.Equal(0.0911 + 1.9101 - 1.052 + 0.1554, p.ConductivitySM, 1e-12);
        Assert.Equal(5.34e-10 * Math.Exp(-0.65), p.DiffusivityM2S, 1e-20);
        var rate = full.Positive.CreateKinetics(298.15).At(0.6, full.Positive.CreateKinetics(298.15).OpenCircuitV(0.6) + 1e-6, 1000);
        double i0 = 6e-7 * 51217.9257309275 * Math.Sqrt(1000 * 0.24);
        Assert.Equal(i0 * Material.FaradayCMol / (Material.GasConstantJMolK * 298.15), rate.ByPotential, 1e-6 * rate.ByPotential);
    }

    [Theory]
    [InlineData("  thicknes_m: 5e-5", "electrode:", "there is no key 'thicknes_m' in electrode", "thickness_m")]
    [InlineData("  porosity: 1.5", "electrode:", "out of range", "0.01 to 0.99")]
    [InlineData("  porosity: much", "electrode:", "is not a number", "decimal point")]
    [InlineData("  open_circuit_V: 1.5 + tanh(y)", "electrode:", "no variable 'y' at character 12", "x, T")]
    [InlineData("  diffusivity_m2_s: [[0, 1e-17], [0, 1e-16]]", "electrode:", "does not rise", "Sort")]
    [InlineData("  diffusion: maxwell", "electrode:", "there is no 'maxwell'", "fick or darken")]
    [InlineData("  material: nickel", "electrode:", "there is no material 'nickel'", "config/materials")]
    [InlineData("temprature_K: 300", "kind: half", "there is no key 'temprature_K'", "temperature_K")]
    [InlineData("name: again", "kind: half", "", "")]
    [InlineData("negative: {}", "kind: half", "there is no key 'negative'", "")]
    public void Parse_Mistake_SaysLineAndRemedy(string line, string after, string what, string remedy)
    {
        var error = Assert.Throws<InputException>(() => CaseFile.Parse(Small.Replace(after, after + "\n" + line, StringComparison.Ordinal), "test.yaml"));
        Assert.Contains("test.yaml, line", error.Where, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: small")]
    [InlineData("kind: half")]
    [InlineData("  particles:\n    - radius_m: 5e-8")]
    [InlineData("    - radius_m: 5e-8")]
    [InlineData("  constant_current: {rate_per_hour: 1, lower_cutoff_V: 1.0, upper_cutoff_V: 2.5}")]
    public void Parse_MissingKey_IsAnInputError(string text)
        => Assert.Throws<InputException>(() => CaseFile.Parse(Small.Replace(text, "", StringComparison.Ordinal), "test.yaml"));

    [Theory]
    [InlineData("- {mode: current, until_time_s: 5}", "has no current")]
    [InlineData("- {mode: current, rate_per_hour: 1}", "has no end")]
    [InlineData("- {mode: rest, until_voltage_V: 1}", "has no meaning in a rest step")]
    [InlineData("- {mode: voltage, until_time_s: 1}", "has no voltage")]
    [InlineData("- {mode: hold, until_time_s: 1}", "there is no 'hold'")]
    [InlineData("- {mode: current, rate_per_hour: 1, current_A_m2: 3, until_time_s: 1}", "given twice")]
    public void Parse_StepThatCannotBe_SaysWhy(string step, string what)
    {
        string yaml = Small[..Small.IndexOf("  constant_current", StringComparison.Ordinal)] + "  steps:\n    " + step;
        Assert.Contains(what, Assert.Throws<InputException>(() => CaseFile.Parse(yaml, "test.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_FunctionsInEveryForm_AreRead()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, "u.csv"), "x,U\n0,3\n0.5,2\n1,1\n");
            var cell = CaseFile.Parse(
                Small.Replace("electrode:", """
                    electrolyte:
                      set: valoen_reimers
                      conductivity_S_m: [[0, 0.01], [1000, 1.1], [3000, 0.5]]
                      transference_number: 0.35
                      diffusivity_m2_s: 3e-10*exp(-c/2000)
                    electrode:
                      open_circuit_V: {table: u.csv}
                      diffusivity_m2_s: 1e-17*(1 + x)
                      exchange_current_function_A_m2: 2*sqrt(c*x*(1-x))
                    """, StringComparison.Ordinal),
                "test.yaml", folder);

            var p = cell.Electrolyte.Create(298.15).At(1000);
            Assert.Equal((1.1, 0.35), (p.ConductivitySM, p.TransferenceNumber));
            Assert.Equal(3e-10 * Math.Exp(-0.5), p.DiffusivityM2S, 1e-20);
            Assert.Equal(2.13195, p.ThermodynamicFactor, 1e-4);
            Assert.Equal(2, cell.Positive.CreateKinetics(298.15).OpenCircuitV(0.5), 1e-12);
            Assert.IsType<ExpressionFunction>(cell.Positive.SolidDiffusivity);
            Assert.Equal(2 * Math.Sqrt(250), cell.Positive.ExchangeCurrent!.At(0.5, 1000).Value, 1e-9);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Parse_ClassesAndSteps_AreRead()
    {
        string yaml = """
            name: all
            kind: half
            temperature_K: 310
            contact_resistance_Ohm_m2: 1e-3
            current_at_1C_A_m2: 12
            lithium: {exchange_current_A_m2: 30, concentration_exponent: 0.3}
            separator: {thickness_m: 2e-5, porosity: 0.5, tortuosity: 2}
            electrode:
              material: lto
              initial_lithiation: 0.01
              particles:
                - {radius_m: 5e-8, volume_share: 2, aspect_ratio: 2, area_factor: 1.2}
                - {radius_m: 1e-7, diffusion_length_m: 2e-7, modes: {weights: [0.5, 1], rates: [20, 90], remainder: 0.01}}
              side_reaction: {rate_m_s: 1e-14, film_saturation_m: 2e-9, film_resistivity_Ohm_m: 1e5, surface_charge_C_m2: 0.5}
            protocol:
              cycles: 3
              steps:
                - {mode: current, rate_per_hour: 0.5, until_voltage_V: 1, until_time_s: 9000}
                - {mode: voltage, voltage_V: 1, until_rate_per_hour: 0.05}
                - {mode: rest, until_time_s: 600}
                - {mode: current, current_A_m2: -6, until_voltage_V: 2.5, until_capacity: 1.2}
            outputs: {profile_times_s: [20, 10]}
            solver: {electrode_cells: 12, separator_cells: 5, radial_nodes: 20, voltage_tolerance_V: 1e-3, longest_step_s: 100}
            """;
        var cell = CaseFile.Parse(yaml, "test.yaml", null, Path.Combine(ReferenceCases.Root(), "config", "materials"));

        Assert.Equal(0.25, cell.Separator.TransportEfficiency, 1e-12);
        Assert.Equal(2, cell.Positive.Classes.Count);
        Assert.Equal(0.5 / 20 + (1.0 / 90) + 0.01, cell.Positive.Classes[1].Modes.Lag, 1e-12);
        Assert.Equal((1e-14, 2, 1e5, 0.5), (cell.Positive.Material.SideRateMS, Math.Round(cell.Positive.Material.FilmSaturationNm, 9), cell.Positive.Material.FilmResistivityOhmM, cell.Positive.Material.SurfaceChargeCM2));
        Assert.Equal(310, cell.Positive.Material.TemperatureK);
        Assert.Equal([StepMode.Current, StepMode.Voltage, StepMode.Rest, StepMode.Current], cell.Protocol.Steps.Select(s => s.Mode));
        Assert.Equal([10, 20], cell.ProfileTimesS);
        Assert.True(HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken).Failure is null);
    }

    [Fact]
    public void Set_ByName_ChangesWhatRuns()
    {
        var cell = ReferenceCases.Lto(50e-9, 1, side: false);
        foreach (string name in CaseParameters.Names(cell))
        {
            double value = CaseParameters.Get(cell, name);
            Assert.Equal(value, CaseParameters.Get(CaseParameters.Set(cell, name, value), name), 1e-12 * Math.Abs(value));
        }

        var slower = CaseParameters.Set(cell, "electrode.diffusivity_m2_s", 1e-18);
        Assert.True(Ce1(slower) < Ce1(cell));
        Assert.Equal(Ce1(cell), Ce1(CaseParameters.Set(CaseParameters.Set(cell, "electrode.radius_m", 2e-7), "electrode.radius_m", 50e-9)), 1e-9);
        Assert.Contains("electrode.diffusivity_m2_s", Assert.Throws<InputException>(() => CaseParameters.Set(cell, "electrode.difusivity_m2_s", 1)).Remedy, StringComparison.Ordinal);

        static double Ce1(CellCase c) => HalfCellSimulation.Run(c with { Solver = new SolverSettings { ElectrodeCells = 4, SeparatorCells = 3 } }).Ce1;
    }

    [Theory]
    [InlineData("lto-half-cell")]
    [InlineData("marquis2019-full-cell")]
    public void Schema_KnowsEveryKeyOfTheExamples(string name)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReferenceCases.Root(), "config", "cases", "case.schema.json")));
        var stream = new YamlDotNet.RepresentationModel.YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(ReferenceCases.Root(), "config", "cases", name + ".yaml"))));
        Check((YamlDotNet.RepresentationModel.YamlMappingNode)stream.Documents[0].RootNode, schema.RootElement);

        void Check(YamlDotNet.RepresentationModel.YamlMappingNode node, JsonElement at)
        {
            while (at.TryGetProperty("$ref", out var reference)) at = schema.RootElement.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
            foreach (var (key, value) in node.Children)
            {
                string word = key.ToString();
                Assert.True(at.GetProperty("properties").TryGetProperty(word, out var below), word);
                if (value is YamlDotNet.RepresentationModel.YamlMappingNode mapping && !below.TryGetProperty("oneOf", out _)) Check(mapping, below);
            }
        }
    }
}
