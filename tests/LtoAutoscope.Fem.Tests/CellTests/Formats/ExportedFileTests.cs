using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>Excerpts of files that cyclers' programs wrote; where they are from stands in Exports/README.md.</summary>
public sealed class ExportedFileTests
{
    private const string Neware = "Neware table of records", BioLogic = "BioLogic text (.mpt)", Arbin = "Arbin table of a channel", Maccor = "Maccor text";

    /// <summary>File, format, rows, and of one row its time in s, voltage in V, current in A and temperature in °C.</summary>
    public static TheoryData<string, string, int, int, double[]> Files => new()
    {
        { "neware-layered-btsda8.csv", "Neware layered export", 18, 12, [851, 4.1607, -0.47417, 26.61] },
        { "neware-cumulative-time.csv", Neware, 4, 2, [3600, 2.9293, 0, double.NaN] },
        { "neware-chinese-gb18030.csv", Neware, 8, 4, [3540, 1.0, -0.00175, double.NaN] },
        { "maccor-text.txt", Maccor, 6, 2, [5.05000019073486, 3.41627, -0.50401, double.NaN] },
        { "maccor-seconds.034", Maccor, 3, 2, [60, 3.45906767, 0, double.NaN] },
        { "maccor-mims.csv", Maccor, 6, 2, [10.06, 3.709, 28.844, 22.2591] },
        { "arbin-mits.csv", Arbin, 6, 5, [301.214, 3.599601, 2.650138, 24.68785] },
        { "arbin-no-units.csv", Arbin, 6, 2, [1.4328, 3.318721294403076, 6.6005706787109375, 25.174373626708984] },
        { "btlab-timestamps.txt", BioLogic, 4, 1, [6.464, 4.1518364, 0.44993811, 19.324554] },
        { "btlab-no-header.mpt", BioLogic, 3, 1, [281682.3801184716, 2.9343958, 0, 24.411917] },
        { "eclab-decimal-comma.mpt", BioLogic, 4, 1, [10, 1.56, -0.00175, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_Export_GivesWhatStandsInIt(string file, string format, int rows, int at, double[] expected)
    {
        using var preview = new MemoryStream(Bytes(file));
        CellTestReading reading = Read(file);
        CellTestPoint point = reading.Points[at];

        Assert.Equal((format, rows, 0L), (reading.Format, reading.Points.Count, reading.BadRowCount));
        Assert.Empty(CellTestReaders.Preview(preview).Problems);
        Assert.Equal(expected[0], point.TimeS, 1e-6);
        Assert.Equal(expected[1], point.VoltageV, 1e-12);
        Assert.Equal(expected[2], point.CurrentA, 1e-12);
        Assert.Equal(expected[3] + 273.15, point.TemperatureK, 1e-9);
    }

    [Theory]
    [InlineData("neware-layered-btsda8.csv", 0.022564143 + 0.330669612)]
    [InlineData("neware-chinese-gb18030.csv", 0.001691667 + 0.001604167)]
    [InlineData("maccor-text.txt", 0.10776)]
    [InlineData("maccor-mims.csv", 0.024)]
    [InlineData("arbin-mits.csv", 0.000400839 + 2.04379e-5)]
    [InlineData("arbin-no-units.csv", 0.35434550046920776 - 0.0051783411763608456)]
    [InlineData("btlab-timestamps.txt", 7.501638655090331e-4)]
    [InlineData("eclab-decimal-comma.mpt", 0.875e-3 + 4.861111111e-6)]
    public void CountedAh_OfAnExport_IsTheCyclers(string file, double expected) => Assert.Equal(expected, Read(file).CountedAh[^1], 1e-10);

    [Theory]
    [InlineData("neware-layered-btsda8.csv", 1, -1, 22.564143, 330.669612)]
    [InlineData("neware-chinese-gb18030.csv", 0.010, 1, 169.1667, 160.4167)]
    [InlineData("eclab-decimal-comma.mpt", 0.010, 1, 87.5, 0.4861)]
    public void HalfCycles_OfAnExport_HaveDirectionAndCharge(string file, double massG, int firstSign, double first, double second)
    {
        var test = GalvanostaticTest.Create(file, new CellTestDetails { MassG = massG }, Read(file));

        Assert.Equal([firstSign, -firstSign], test.HalfCycles.Select(half => half.Sign));
        Assert.Equal(first, test.HalfCycles[0].ChargeMAhG, 1e-4);
        Assert.Equal(second, test.HalfCycles[1].ChargeMAhG, 1e-4);
    }

    /// <summary>Programs write 0.001, in mg or g, where nobody entered a mass.</summary>
    [Theory]
    [InlineData("btlab-timestamps.txt")]
    [InlineData("eclab-decimal-comma.mpt")]
    public void MassG_ThatNobodyEntered_IsNone(string file) => Assert.True(double.IsNaN(Read(file).MassG));

    [Fact]
    public void Notes_MimsWithoutAState_TellThatTheDirectionIsNotKnown()
        => Assert.Contains(Read("maccor-mims.csv").Notes, note => note.Contains("no column tells the direction", StringComparison.Ordinal));

    /// <summary>A charge counter moves a little while the current switches on: that makes no amounts of signed currents.</summary>
    [Fact]
    public void Notes_MitsWithATransient_AreNone() => Assert.Empty(Read("arbin-mits.csv").Notes);

    [Fact]
    public void Read_AmountsWithBothCounters_TakeTheirSignFromThem()
    {
        string[] rows = [.. Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"{60 * i},{2 - (0.1 * i)},0.001,0,{i}")), "600,1.1,0,0,9", .. Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"{660 + (60 * i)},{1.2 + (0.1 * i)},0.001,{i},9"))];
        CellTestReading reading = Read(Encoding.UTF8.GetBytes("Test Time (s),Voltage (V),Current (A),Charge Capacity (mAh),Discharge Capacity (mAh),Step Index\n" + string.Join('\n', rows.Select(row => row + ",1"))));

        Assert.All(reading.Points.Take(10), point => Assert.Equal(-0.001, point.CurrentA));
        Assert.All(reading.Points.Skip(11), point => Assert.Equal(0.001, point.CurrentA));
        Assert.Contains(reading.Notes, note => note.Contains("direction from the counters", StringComparison.Ordinal));
    }

    /// <summary>As Neware's program writes the total time of a test that was resumed.</summary>
    [Fact]
    public void Read_ClockThatBeginsAnew_IsCarriedOn()
    {
        static string Row(int i, int time) => string.Create(CultureInfo.InvariantCulture, $"{i},1,1,CC DChg,{time},-1.75,{2 - (0.01 * i)},{0.01 * i}");
        string[] rows = [.. Enumerable.Range(0, 30).Select(i => Row(i, 60 * i)), .. Enumerable.Range(30, 30).Select(i => Row(i, 60 * (i - 30)))];
        CellTestReading reading = Read(Encoding.UTF8.GetBytes("DataPoint,Cycle Index,Step Index,Step Type,Total Time(s),Current(mA),Voltage(V),DChg. Cap.(mAh)\n" + string.Join('\n', rows)));

        Assert.Equal((60, 0L), (reading.Points.Count, reading.BadRowCount));
        Assert.Equal(2 * 29 * 60, reading.Points[^1].TimeS, 1e-9);
        Assert.Contains(reading.Notes, note => note.Contains("began anew once, first in line 32", StringComparison.Ordinal));
    }

    /// <summary>Column 211 is the charge of the half cycle in C in some programs' files and in mA.h in others'.</summary>
    [Fact]
    public void CountedAh_MprInCoulombs_IsTakenAsSuch()
    {
        CellTestReading coulombs = Read(CyclerFiles.Mpr(11, inCoulombs: true)), milliampereHours = Read(CyclerFiles.Mpr(11));

        Assert.Equal(milliampereHours.CountedAh[^1], coulombs.CountedAh[^1], 1e-12);
        Assert.Contains(coulombs.Notes, note => note.Contains("taken as C", StringComparison.Ordinal));
        Assert.DoesNotContain(milliampereHours.Notes, note => note.Contains("taken as C", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_StrayRowsWhoseTimeGoesBack_AreLeftOut()
    {
        List<string> rows = [.. Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{60 * i},1.5,0.001"))];
        rows.InsertRange(50, ["5,1.5,0.001", "6,1.5,0.001"]);
        CellTestReading reading = Read(Encoding.UTF8.GetBytes("Test Time / s,Voltage / V,Current / A\n" + string.Join('\n', rows)));

        Assert.Equal((100, 2L), (reading.Points.Count, reading.BadRowCount));
        Assert.Equal([52, 53], reading.BadRows.Select(row => row.Line));
    }

    /// <summary>What Neware's program calls the cycle layer holds no test.</summary>
    [Theory]
    [InlineData("循环号,起始绝对时间,充电容量(mAh),放电容量(mAh),充放电效率(%)\n1,2026-01-01 00:00:00,1.5,1.5,100")]
    [InlineData("Cycle Index,Chg. Cap.(Ah),DChg. Cap.(Ah),Chg.-DChg. Eff(%),Chg. Time\n1,0.02256,0.33067,1465.46,00:02:51")]
    public void Read_TableOfCycles_SaysWhichTableToExport(string text)
        => Assert.Contains("export the table of records", Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(text))).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("Unix Time / s,Voltage / V,Current / A,Step Capacity / Ah,Temperature T1 / degC\n1700000000,1.5,1,0,25\n1700000010,1.4,1,0.0028,25\n1700000020,1.3,1,0.0056,25")]
    [InlineData("unix_time_second,voltage_volt,current_ampere,cumulative_capacity_ah,temperature_t1_celsius\n1700000000,1.5,1,0,25\n1700000010,1.4,1,0.0028,25\n1700000020,1.3,1,0.0056,25")]
    [InlineData("测试时间(s)\t电压(V)\t电流(A)\t容量(Ah)\t温度（℃）\n0\t1.5\t1\t0\t25\n10\t1.4\t1\t0.0028\t25\n20\t1.3\t1\t0.0056\t25")]
    public void Read_FurtherNamesOfColumns_AreKnown(string text)
    {
        CellTestReading reading = Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(new CellTestPoint(20, 1.3, 1, 298.15), reading.Points[2]);
        Assert.Equal(0.0056, reading.CountedAh[^1], 1e-12);
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "CellTests", "Formats", "Exports", file));

    private static CellTestReading Read(string file) => Read(Bytes(file));

    private static CellTestReading Read(byte[] file) => CellTestReaders.Read(new MemoryStream(file), "cell", null, CancellationToken.None);
}
