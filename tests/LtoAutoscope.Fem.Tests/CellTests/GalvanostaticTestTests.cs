using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.CellTests;

public sealed class GalvanostaticTestTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    private static readonly CellTestDetails TenMilligram = new() { MassG = 0.010 };

    /// <summary>A first cycle of the model as a cycler would write it, 10 mg, discharge negative.</summary>
    private static (CellResponse Response, string Csv) Cycled(string header, Protocol protocol, double currentFactor = 1)
    {
        var response = ReducedModels.Particle.Predict(CellSample.FromMeans("s", 150), Lto, protocol);
        double capacity = Lto.TheoreticalCapacityMAhG * 3.6 * 0.010, perArea = 0;
        var text = new StringBuilder(header).Append('\n');
        double area = CellSample.FromMeans("s", 150).Classes[0].RealAreaM1(Lto) / (Lto.DensityKgM3 * 1000);
        perArea = area * 0.010;
        foreach (var p in response.Curve)
            text.Append(CultureInfo.InvariantCulture, $"{p.TimeS:0.####},{p.VoltageV:0.######},{-p.CurrentAM2 * perArea * currentFactor:g9}\n");
        Assert.True(capacity > 0);
        return (response, text.ToString());
    }

    private static GalvanostaticTest Read(string csv, CellTestDetails details)
        => GalvanostaticTest.Create("cell.csv", details, new DelimitedCellTestReader().Read(new StringReader(csv), "cell.csv", CancellationToken.None));

    [Theory]
    [InlineData("Test Time / s,Voltage / V,Current / A", 1)]
    [InlineData("test_time_second,voltage_volt,current_ampere", 1)]
    [InlineData("time/s,Ewe/V,I/mA", 1000)]
    [InlineData("time [s],Voltage(V),Current(mA)", 1000)]
    public void Read_KnownHeaders_GiveChargesOfTheModel(string header, double currentFactor)
    {
        var (response, csv) = Cycled(header, Protocol.ConstantCurrent(0.2, 1.0, 2.5), currentFactor);
        var test = Read(csv, TenMilligram);

        Assert.Equal(response.LithiationMAhG, test.HalfCycles[0].ChargeMAhG, 0.05);
        Assert.Equal(response.Ce1, test.Ce1, 5e-4);
    }

    [Fact]
    public void Read_RowsInOtherOrderAndDecimalCommas_AreFound()
    {
        var points = new DelimitedCellTestReader().Read(
            new StringReader("# a cycler\nCurrent / mA;Note;Test Time / h;Voltage / mV;Ambient Temperature / degC\n1,5;a;0;1550;25\n1,5;b;0,5;1540;25\n1,5;c;1;1000;25\n"), "x", CancellationToken.None);

        Assert.Equal(new CellTestPoint(1800, 1.54, 0.0015, 298.15), points[1]);
    }

    [Theory]
    [InlineData("Test Time / s,Voltage / V\n0,1\n1,1\n2,1\n", "no column with a current")]
    [InlineData("Test Time / s,Voltage,Current / A\n0,1,1\n1,1,1\n2,1,1\n", "unit of column 'Voltage'")]
    [InlineData("Test Time / s,Voltage / V,Current / A\n0,1,1\n1,x,1\n2,1,1\n", "'x' is no number")]
    [InlineData("Test Time / s,Voltage / V,Current / A\n0,1,1\n5,1,1\n2,1,1\n", "time goes back")]
    [InlineData("Test Time / s,Voltage / V,Current / A\n0,1,1\n5,1\n", "2 fields, the header 3")]
    public void Read_WrongFile_SaysWhatAndWhere(string text, string message)
    {
        var error = Assert.Throws<InputException>(() => new DelimitedCellTestReader().Read(new StringReader(text), "cell.csv", CancellationToken.None));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("cell.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToProtocol_RestsHoldsAndCutOffs_ComeBack()
    {
        var given = Protocol.ConstantCurrent(0.5, 1.0, 2.5, restS: 600, holdRatePerHour: 0.05);
        var (response, csv) = Cycled("Test Time / s,Voltage / V,Current / A", given);
        var test = Read(csv, TenMilligram);
        var found = test.ToProtocol(Lto);

        Assert.Equal(["Current", "Voltage", "Rest", "Current", "Voltage"], found.Steps.Select(s => s.Mode.ToString()));
        var currents = found.Steps.Where(s => s.Mode == StepMode.Current).ToArray();
        Assert.Equal(0.5, currents[0].RatePerHour!.Value, 0.005);
        Assert.Equal(-0.5, currents[1].RatePerHour!.Value, 0.005);
        Assert.Equal(1.0, currents[0].UntilVoltageV!.Value, 0.002);
        Assert.Equal(2.5, currents[1].UntilVoltageV!.Value, 0.002);
        Assert.Equal(response.Ce1, ReducedModels.Particle.Predict(CellSample.FromMeans("s", 150), Lto, found).Ce1, 1e-3);
    }

    /// <summary>A contact check of 2 s, 0.06 % of a half cycle, is no half cycle: neither for the charges nor for the protocol, wherever it stands and whichever way it goes.</summary>
    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, -1)]
    public void ToProtocol_ContactCheck_CountsNoHalfCycle(int beforeHalf, int pulseSign)
    {
        const double CurrentA = 0.00175;
        List<CellTestPoint> points = [new(0, 2.5, 0, double.NaN)];
        for (int half = 0; half < 2; half++)
        {
            int sign = half == 0 ? 1 : -1;
            if (beforeHalf == half)
            {
                Add(60, 2.4, 0);
                for (int i = 0; i <= 2; i++) Add(i == 0 ? 60 : 1, 2.4 - (0.01 * pulseSign * i), pulseSign * CurrentA);
                for (int i = 0; i < 3; i++) Add(i == 0 ? 0 : 60, 2.4, 0);
            }

            for (int i = 0; i <= 60; i++)
            {
                double share = i / 60.0, end = Math.Exp((share - 1) * 40);
                Add(i == 0 ? 0 : 60, half == 0 ? 1.55 + (0.9 * Math.Exp(-share * 40)) - (0.55 * end) : 1.58 + (0.92 * end), sign * CurrentA);
            }
        }

        var test = GalvanostaticTest.Create("cell", TenMilligram with { LithiationSign = 1 }, points);
        ProtocolStep[] currents = [.. test.ToProtocol(Lto).Steps.Where(step => step.Mode == StepMode.Current)];

        Assert.Equal([1, -1], test.HalfCycles.Select(half => half.Sign));
        Assert.Equal([1, -1], currents.Where(step => step.UntilVoltageV is not null).Select(step => Math.Sign(step.RatePerHour!.Value)));
        Assert.Equal([1, -1], currents.Select(step => Math.Sign(step.RatePerHour!.Value)).Aggregate(new List<int>(), (signs, sign) => signs.Count > 0 && signs[^1] == sign ? signs : [.. signs, sign]));
        Assert.Equal(1.0, currents.First(step => step.UntilVoltageV is not null).UntilVoltageV!.Value, 0.002);

        void Add(double afterS, double voltageV, double currentA) => points.Add(new CellTestPoint(points[^1].TimeS + afterS, voltageV, currentA, double.NaN));
    }

    [Fact]
    public void Write_Case_IsReadBackWithTheCellsOwnProtocol()
    {
        var test = Read(Cycled("Test Time / s,Voltage / V,Current / A", Protocol.ConstantCurrent(0.5, 1.0, 2.5)).Csv, TenMilligram with { AreaCm2 = 1.13, TemperatureK = 303.15 });
        var sample = CellSample.FromMeans("s", 150, 2);
        string materials = Path.Combine(AppContext.BaseDirectory, "none");
        var cell = CaseFile.Parse(CaseFromTest.Write(test, sample, Lto, "lto").Replace("material: \"lto\"", "plateau_V: 1.55", StringComparison.Ordinal), "case.yaml", materials);

        Assert.Equal(303.15, cell.TemperatureK);
        Assert.Equal(10e-6 / (3480 * 0.45 * 1.13e-4), cell.Positive.ThicknessM, 1e-8);
        Assert.Equal(1, cell.Positive.Classes[0].AreaPerVolume / sample.Classes[0].RealAreaM1(Lto), 1e-5);
        Assert.Equal(Math.Sqrt(15 * sample.Classes[0].LagM2), cell.Positive.Classes[0].DiffusionLengthM, 1e-12);
        Assert.Equal([StepMode.Current, StepMode.Current], cell.Protocol.Steps.Select(s => s.Mode));
        Assert.Equal(1.0, cell.Protocol.Steps[0].UntilVoltageV!.Value, 0.002);
    }

    [Fact]
    public void HalfCycles_OneReversedRowWithoutACounter_PartsNoHalfCycle()
    {
        // 20 rows of lithiation, one row of the other sign, 20 more, 40 of delithiation.
        CellTestPoint[] points = [.. Enumerable.Range(0, 81).Select(i => new CellTestPoint(600 * i, i <= 40 ? 1.6 - (0.01 * i) : 1.2 + (0.02 * (i - 40)), i is 20 or > 40 ? -0.001 : 0.001, double.NaN))];
        var test = GalvanostaticTest.Create("cell", TenMilligram with { LithiationSign = 1 }, points);

        Assert.Equal([1, -1], test.HalfCycles.Select(half => half.Sign));
        Assert.Equal([1, 1, -1], test.ToProtocol(Lto).Steps.Where(step => step.Mode == StepMode.Current).Select(step => Math.Sign(step.RatePerHour!.Value)));
        Assert.InRange(CycleTable.Of(test, 175)[0].EfficiencyBy(EfficiencyConvention.DelithiationOverLithiation), 0.95, 1.06);
    }

    /// <summary>A plateau that moves by its noise alone tells no direction; what follows does, and if nothing does, a negative current discharges.</summary>
    [Theory]
    [InlineData(-0.001, 0.02, true)]
    [InlineData(0.001, 0.02, true)]
    [InlineData(-0.001, 0, true)]
    [InlineData(0.001, 0, false)]
    public void Create_FlatFirstStretch_LooksFurtherForTheDirection(double first, double rise, bool isLithiation)
    {
        CellTestPoint[] points = [.. Enumerable.Range(0, 40).Select(i => new CellTestPoint(600 * i, i < 20 ? 1.55 + (i == 19 ? 0.0005 : 0) : 1.57 + (rise * (i - 20)), i < 20 ? first : -first, double.NaN))];
        var test = GalvanostaticTest.Create("cell", TenMilligram, points);

        Assert.Equal(isLithiation ? [1, -1] : [-1, 1], test.HalfCycles.Select(half => half.Sign));
    }

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.6, true)]
    [InlineData(1, false)]
    public void MayBeUnfinished_FileThatEndsInTheSecondHalf_TellsTheCutOffFromThePlateau(double share, bool unfinished)
    {
        var (_, csv) = Cycled("Test Time / s,Voltage / V,Current / A", Protocol.ConstantCurrent(0.2, 1.0, 2.5));
        GalvanostaticTest whole = Read(csv, TenMilligram);
        var (start, end) = whole.HalfCycles[1].Span;
        CellTestPoint[] rows = [.. whole.Points.Where(point => point.TimeS <= start + (share * (end - start)))];
        var test = GalvanostaticTest.Create("cell", TenMilligram with { LithiationSign = 1 }, rows);

        Assert.Equal(unfinished, test.MayBeUnfinished);
        Assert.Equal(unfinished ? 1 : 0, CycleTable.Warnings(test, MaterialRole.Anode).Count);
        Assert.Equal(!unfinished, CycleTable.Of(test, 175)[0].IsWhole);
    }

    /// <summary>A resumed test of an anode material begins with a delithiation: its cycles pair halves of two of them.</summary>
    [Theory]
    [InlineData(-1, MaterialRole.Anode, true)]
    [InlineData(1, MaterialRole.Anode, false)]
    [InlineData(-1, MaterialRole.Cathode, false)]
    [InlineData(1, MaterialRole.Cathode, true)]
    public void Warnings_FirstHalfAgainstTheMaterial_SaysThatThereIsNoInitialEfficiency(int firstSign, MaterialRole role, bool warns)
    {
        CellTestPoint[] points = [.. Enumerable.Range(0, 84).Select(i => new CellTestPoint(600 * i, 1.55, (i / 21 % 2 == 0 ? firstSign : -firstSign) * 0.001, double.NaN))];
        IReadOnlyList<string> warnings = CycleTable.Warnings(GalvanostaticTest.Create("cell", TenMilligram with { LithiationSign = 1 }, points), role);

        Assert.Equal(warns, warnings.Any(warning => warning.Contains("none of a fresh cell", StringComparison.Ordinal)));
    }

    [Fact]
    public void Create_WithoutMass_SaysSo()
        => Assert.Contains("mass", Assert.Throws<InputException>(() => Read(Cycled("time_s,voltage_V,current_A", Protocol.ConstantCurrent(1, 1, 2.5)).Csv, new CellTestDetails())).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_UnknownKey_NamesTheLine()
    {
        var error = Assert.Throws<InputException>(() => CellTestDetails.Parse("mass_mg: 12.5\nmas: 3\n", "cell.yaml"));

        Assert.StartsWith("cell.yaml, line 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(0.0125, CellTestDetails.Parse("mass_mg: 12.5", "cell.yaml").MassG, 1e-12);
    }
}
