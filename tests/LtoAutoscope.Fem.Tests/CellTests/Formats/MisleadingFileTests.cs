using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>Sound files that look like something else, and rows that were written twice or in another order: two cycles of 0.1 mAh a half cycle at 0.1 mA, 1 mg, a row a minute.</summary>
public sealed class MisleadingFileTests
{
    private const double CurrentA = 1e-4, HalfCycleMAhG = 100;
    private const string Plain = "Time(s),Voltage(V),Current(A)";

    [Theory]
    [InlineData("Capacity(Ah)", 1)]
    [InlineData("Capacity(Ah)", 3600)]
    [InlineData("Ah(Ah)", 1)]
    [InlineData("Ah(Ah)", 3600)]
    public void HalfCycles_CounterOfTheStep_AreNotCountedTwiceOverUnwrittenRests(string heading, double restS)
    {
        GalvanostaticTest test = Test([$"{Plain},{heading}", .. Rows(restS).Select(row => row.Counted(row.StepAh))]);

        Assert.Equal(4, test.HalfCycles.Count);
        Assert.All(test.HalfCycles, half => Assert.Equal(HalfCycleMAhG, half.ChargeMAhG, 1e-3));
        Assert.DoesNotContain(test.Warnings, note => note.Contains("balance", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Capacity(Ah)", 1)]
    [InlineData("Capacity(Ah)", 3600)]
    [InlineData("Ah(Ah)", 1)]
    [InlineData("Ah(Ah)", 3600)]
    public void HalfCycles_Balance_AreThoseOfTheCurrent(string heading, double restS)
    {
        GalvanostaticTest test = Test([$"{Plain},{heading}", .. Rows(restS).Select(row => row.Counted(row.CurrentA < 0 ? -row.StepAh : row.StepAh - 1e-4))]);

        Assert.Equal(4, test.HalfCycles.Count);
        Assert.All(test.HalfCycles, half => Assert.Equal(HalfCycleMAhG, half.ChargeMAhG, 1e-3));
    }

    /// <summary>A hold of which the last row alone was written, at a current that is rest: the integral over it is too large, and the counter stays what it is.</summary>
    [Fact]
    public void HalfCycles_HoldOfOneRow_AreThoseOfTheCounter()
    {
        List<string> lines = [Plain + ",Capacity(Ah)"];
        for (int t = 0; t <= 600; t += 60) lines.Add(new Row(t, 1.6 - (0.05 * t / 600), -CurrentA, CurrentA * t / 3600).Counted(CurrentA * t / 3600));
        for (int t = 0; t <= 3000; t += 60) lines.Add(new Row(601 + t, 1.55 + Math.Pow(t / 3000.0, 8), CurrentA, 0).Counted(CurrentA * t / 3600));
        lines.Add(new Row(4801, 2.55, 1e-7, 0).Counted(CurrentA * 3200 / 3600));

        Assert.Equal([16.667, 83.333], Test(lines).HalfCycles.Select(half => Math.Round(half.ChargeMAhG, 3)));
    }

    /// <summary>Neither a block that is repeated nor two that changed places is a clock that began anew.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Read_RowsWrittenTwiceOrInAnotherOrder_AreLeftOutAndTold(bool areSwapped, bool hasCounter)
    {
        List<string> lines = [.. Rows(1).Select(row => hasCounter ? row.Counted(row.StepAh) : row.Text)];
        List<string> block = lines.GetRange(34, 6);
        if (areSwapped) lines.RemoveRange(34, 6);
        lines.InsertRange(areSwapped ? 40 : 46, block);
        CellTestReading reading = Read([hasCounter ? Plain + ",Capacity(Ah)" : Plain, .. lines]);

        Assert.InRange(reading.BadRowCount, 5, 12);
        Assert.DoesNotContain(reading.Notes, note => note.Contains("anew", StringComparison.Ordinal));
        Assert.All(Test(reading).HalfCycles, half => Assert.Equal(HalfCycleMAhG, half.ChargeMAhG, 0.1));
    }

    [Fact]
    public void Read_WholeFileTwice_IsRefused()
        => Assert.Contains("time goes back", Assert.Throws<InputException>(() => Read([Plain, .. Rows(1).Select(row => row.Text), Plain, .. Rows(1).Select(row => row.Text)])).What, StringComparison.Ordinal);

    /// <summary>Europe's nights of summer time in 2025: the hour between two and three comes twice, or not at all.</summary>
    [Theory]
    [InlineData("2025-10-26T01:30:00", -1)]
    [InlineData("2025-03-30T00:30:00", 1)]
    public void Read_DatesOverSummerTime_LoseTheHour(string start, int hours)
    {
        DateTime begin = DateTime.Parse(start, CultureInfo.InvariantCulture);
        CellTestReading reading = Read(["Date Time,Voltage(V),Current(A)", .. Rows(0).Select(row => FormattableString.Invariant($"{begin.AddSeconds(row.TimeS).AddHours(row.TimeS >= 5400 ? hours : 0):yyyy-MM-dd HH:mm:ss},{row.VoltageV:F5},{row.CurrentA}"))]);

        Assert.Equal((0L, 14400.0), (reading.BadRowCount, reading.Points[^1].TimeS));
        Assert.Contains(reading.Notes, note => note.Contains("summer time", StringComparison.Ordinal));
        Assert.All(Test(reading).HalfCycles, half => Assert.Equal(HalfCycleMAhG, half.ChargeMAhG, 0.1));
    }

    /// <summary>An interrupted start whose voltage rises by its noise says nothing of the direction.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 20)]
    public void Create_InterruptedStart_TellsNoDirection(int rows, int intervalS)
    {
        string[] start = [.. Enumerable.Range(0, rows).Select(i => new Row(10 + (i * intervalS), 2.4 + (0.0025 * i), -CurrentA, 0).Text)];
        GalvanostaticTest test = Test([Plain, "0,2.5,0", "5,2.5,0", .. start, "80,2.5,0", "90,2.5,0", .. Rows(1).Select(row => (row with { TimeS = row.TimeS + 100 }).Text)]);

        Assert.Equal([1, -1, 1, -1], test.HalfCycles.Select(half => half.Sign));
    }

    [Fact]
    public void Read_CommentThatNamesColumnsBelowRows_IsNoHeader()
    {
        string[] rows = [.. Rows(1).Select(row => row.Text)];

        Assert.Contains("no column with a voltage", Assert.Throws<InputException>(() => Read(["Zeit,Spannung,Strom", .. rows[..5], "# time(s),voltage(V),current(A)", .. rows[5..]])).What, StringComparison.Ordinal);
        Assert.Equal(rows.Length, Read(["# time(s),voltage(V),current(A)", .. rows]).Points.Count);
    }

    [Fact]
    public void Read_AhWithoutACurrent_IsRefused()
        => Assert.Contains("no column with a current", Assert.Throws<InputException>(() => Read(["Time(s),Voltage(V),Ah(Ah)", .. Rows(1).Select(row => FormattableString.Invariant($"{row.TimeS},{row.VoltageV},{row.StepAh}"))])).What, StringComparison.Ordinal);

    [Fact]
    public void Read_TimeBesideTheProgramsTime_IsTheTests()
        => Assert.Equal(Rows(1)[^1].TimeS, Read(["Prog Time(s)," + Plain, .. Rows(1).Select(row => FormattableString.Invariant($"{row.TimeS % 3600},{row.Text}"))]).Points[^1].TimeS);

    private static Row[] Rows(double restS) => [.. Enumerable.Range(0, 4).SelectMany(half => Enumerable.Range(0, 61).Select(i => new Row((half * (3600 + restS)) + (60 * i), half % 2 == 0 ? 2 - (i / 60.0) : 1 + (i / 50.0), half % 2 == 0 ? -CurrentA : CurrentA, CurrentA * i / 60)))];

    private static CellTestReading Read(IEnumerable<string> lines) => CellTestReaders.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "cell", null, CancellationToken.None);

    private static GalvanostaticTest Test(IEnumerable<string> lines) => Test(Read(lines));

    private static GalvanostaticTest Test(CellTestReading reading) => GalvanostaticTest.Create("cell", new CellTestDetails { MassG = 0.001 }, reading);

    private sealed record Row(double TimeS, double VoltageV, double CurrentA, double StepAh)
    {
        internal string Text => FormattableString.Invariant($"{TimeS},{VoltageV:F5},{CurrentA}");

        internal string Counted(double chargeAh) => FormattableString.Invariant($"{Text},{chargeAh:F9}");
    }
}
