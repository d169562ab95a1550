using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.CellTests.Formats;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

public sealed class CellTestReaderTests
{
    private static readonly CellTestDetails TenMilligram = new() { MassG = CyclerFiles.MassG };

    public static TheoryData<string, string> Files => new()
    {
        { "bdf", "Battery Data Format (BDF)" }, { "mpt", "BioLogic text (.mpt)" }, { "mpt-comma", "BioLogic text (.mpt)" }, { "mpt-no-current", "BioLogic text (.mpt)" }, { "mpr-0", "BioLogic binary (.mpr)" }, { "mpr-2", "BioLogic binary (.mpr)" },
        { "mpr-3", "BioLogic binary (.mpr)" }, { "mpr-11", "BioLogic binary (.mpr)" }, { "neware", "Neware table of records" }, { "neware-layered", "Neware layered export" }, { "arbin-old", "Arbin table of a channel" },
        { "arbin-new", "Arbin table of a channel" }, { "maccor", "Maccor text" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfEachCycler_GivesTheSameFourHalfCycles(string file, string format)
    {
        CellTestReading reading = Read(Bytes(file));
        var test = GalvanostaticTest.Create("cell", TenMilligram, reading);
        var integrated = GalvanostaticTest.Create("cell", TenMilligram, reading, ChargeSource.Integrated);

        Assert.Equal(format, reading.Format);
        Assert.Equal(0, reading.BadRowCount);
        Assert.Equal(ChargeSource.Counted, test.ChargeFrom);
        Assert.Equal([1, -1, 1, -1], test.HalfCycles.Select(half => half.Sign));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(CyclerFiles.HalfMAhG[i], test.HalfCycles[i].ChargeMAhG, 0.002);
            // Times in whole ms and, in a file without a current, the current of the row before, leave the integral a little off.
            Assert.Equal(CyclerFiles.HalfMAhG[i], integrated.HalfCycles[i].ChargeMAhG, 0.03);
            Assert.InRange(test.HalfCycles[i].Curve[^1].VoltageV, i % 2 == 0 ? 0.99 : 2.49, i % 2 == 0 ? 1.01 : 2.51);
        }

        Assert.DoesNotContain(test.Warnings, warning => warning.Contains("differ", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_Mpt_TakesTheMassFromTheHeader() => Assert.Equal(0.010, Read(CyclerFiles.Mpt()).MassG, 1e-9);

    [Fact]
    public void Read_MaccorVoltsInMillivolts_SaysSo() => Assert.Contains(Read(Bytes("maccor")).Notes, note => note.Contains("mV", StringComparison.Ordinal));

    [Fact]
    public void CycleTable_TwoCycles_HaveChargesEfficiencyAndRate()
    {
        var test = GalvanostaticTest.Create("cell", TenMilligram, Read(Bytes("neware")));
        IReadOnlyList<CycleCapacity> cycles = CycleTable.Of(test, 175);

        Assert.Equal(2, cycles.Count);
        Assert.Equal(EfficiencyConvention.DelithiationOverLithiation, CycleTable.Suggested(test));
        Assert.Equal(160 / 170.0, cycles[0].EfficiencyBy(EfficiencyConvention.DelithiationOverLithiation), 1e-4);
        Assert.Equal(170 / 160.0, cycles[0].EfficiencyBy(EfficiencyConvention.LithiationOverDelithiation), 1e-4);
        Assert.Equal(158 / 162.0, cycles[1].EfficiencyBy(EfficiencyConvention.DelithiationOverLithiation), 1e-4);
        // 1.75 mA on 10 mg of 175 mAh/g is 1C.
        Assert.All(cycles, cycle => Assert.Equal(1, cycle.RatePerHour, 1e-3));
    }

    [Fact]
    public void CycleTable_CathodeThatIsDelithiatedFirst_PairsTheOtherWay()
    {
        // The same test from its second half cycle on.
        CellTestPoint[] points = [.. Read(Bytes("bdf")).Points.Skip(2 + 61)];
        var test = GalvanostaticTest.Create("cell", TenMilligram, points);

        CycleCapacity first = CycleTable.Of(test, 175)[0];

        Assert.Equal(EfficiencyConvention.LithiationOverDelithiation, CycleTable.Suggested(test));
        Assert.Equal(160, first.DelithiationMAhG, 0.05);
        Assert.Equal(162, first.LithiationMAhG, 0.05);
    }

    [Fact]
    public void Warnings_CountInAnotherUnit_TellsTheDisagreement()
    {
        string text = Encoding.UTF8.GetString(Bytes("neware")).Replace("Chg. Cap.(mAh)", "Chg. Cap.(Ah)", StringComparison.Ordinal);
        var test = GalvanostaticTest.Create("cell", TenMilligram, Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(test.Warnings, warning => warning.Contains("differ by more than 1 %", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\uFEFF", "\r\n")]
    [InlineData("", "\r\n\r\n")]
    [InlineData("# exported\n", "\n")]
    public void Read_ByteOrderMarkLineEndsEmptyLines_AreNoMatter(string before, string end)
    {
        string text = before + CyclerFiles.Bdf().Replace("\n", end, StringComparison.Ordinal) + end + end;

        Assert.Equal(246, Read(Encoding.UTF8.GetBytes(text)).Points.Count);
    }

    [Fact]
    public void Read_Utf16_IsRead() => Assert.Equal(246, Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(CyclerFiles.Bdf())]).Points.Count);

    [Fact]
    public void Read_RepeatedHeader_IsPassedOver()
    {
        string[] lines = CyclerFiles.Bdf().Split('\n');
        CellTestReading reading = Read(Encoding.UTF8.GetBytes(string.Join('\n', [.. lines[..50], lines[0], .. lines[50..]])));

        Assert.Equal(246, reading.Points.Count);
        Assert.Equal(0, reading.BadRowCount);
        Assert.Contains(reading.Notes, note => note.Contains("header row comes 1 times more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("time;voltage;current\ns;V;mA\n1.000,5;1,5;2\n1.001,5;1,4;2\n1.002,5;1,3;2", 1000.5, 0.002)]
    [InlineData("Time (s),Voltage (V),Current (A)\n\"1,000.5\",1.5,2\n\"1,001.5\",1.4,2\n\"1,002.5\",1.3,2", 1000.5, 2)]
    [InlineData("Elapsed Time,Voltage (V),Current (uA)\n1 00:00:01.25,1.5,2\n1 00:00:02.25,1.4,2\n1 00:00:03.25,1.3,2", 86401.25, 2e-6)]
    [InlineData("Elapsed Time,Voltage (V),Current (uA)\n0:01:01.25,1.5,2\n0:01:02.25,1.4,2\n0:01:03.25,1.3,2", 61.25, 2e-6)]
    [InlineData("Date,Voltage (V),Current (A)\n2026-07-10 10:00:00,1.5,2\n2026-07-10 10:00:10,1.4,2\n2026-07-10 10:00:20,1.3,2", 0, 2)]
    [InlineData("Step Time (min),Voltage (mV),Current (A)\n1,1500,2\n2,1400,2\n1,1300,2", 60, 2)]
    public void Read_TimesThousandsAndUnits_AreConverted(string text, double firstTime, double current)
    {
        CellTestPoint first = Read(Encoding.UTF8.GetBytes(text)).Points[0];

        Assert.Equal(firstTime, first.TimeS, 1e-9);
        Assert.Equal(1.5, first.VoltageV, 1e-12);
        Assert.Equal(current, first.CurrentA, 1e-12);
    }

    [Fact]
    public void Read_AFewBadRows_AreLeftOutAndNamed()
    {
        string[] lines = CyclerFiles.Bdf().Split('\n');
        lines[30] = lines[30].Replace("1.55", "x1.55", StringComparison.Ordinal);
        lines[40] = "17,1.5";
        CellTestReading reading = Read(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        Assert.Equal(2, reading.BadRowCount);
        Assert.Equal([31, 41], reading.BadRows.Select(row => row.Line));
        Assert.Contains("no number", reading.BadRows[0].What, StringComparison.Ordinal);
        Assert.Contains("2 fields", reading.BadRows[1].What, StringComparison.Ordinal);
        Assert.Contains(reading.Notes, note => note.StartsWith("2 rows could not be used", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_RowsShorterThanTheFirst_NeverTakeAnotherRowsField()
    {
        // The first row is short, so that short rows pass; the current stands in a field that they lack.
        string[] lines = [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{60 * i},1.5,0.001,n"))];
        (lines[0], lines[40]) = ("0,1.5", "2400,1.5");
        CellTestReading reading = Read(Encoding.UTF8.GetBytes("time/s,voltage/V,current/A,note\n" + string.Join('\n', lines)));

        Assert.Equal([2, 42], reading.BadRows.Select(row => row.Line));
        Assert.Equal(58, reading.Points.Count);
    }

    [Fact]
    public void FieldSplitter_EndlessLine_KeepsSoManyFields()
    {
        var splitter = new FieldSplitter(',');
        string line = new(',', 10_000);
        splitter.Split(line);

        Assert.Equal(FieldSplitter.MostFields, splitter.Count);
        Assert.True(splitter.Field(line, FieldSplitter.MostFields).IsEmpty);
    }

    [Fact]
    public void Read_OneBlankChargeWithoutACurrent_LosesThatRowOnly()
    {
        string[] lines = [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{60 * i},1.5,{(i == 30 ? "" : FormattableString.Invariant($"{0.01 * i:0.##}"))}"))];
        CellTestReading reading = Read(Encoding.UTF8.GetBytes("time/s,voltage/V,(Q-Qo)/mA.h\n" + string.Join('\n', lines)));

        Assert.Equal([32], reading.BadRows.Select(row => row.Line));
        Assert.All(reading.Points, point => Assert.Equal(0.0006, point.CurrentA, 1e-9));
        Assert.Equal(0.00059, reading.CountedAh[^1], 1e-9);
    }

    [Fact]
    public void Read_ManyBadRows_RefusesWithTheFirstLine()
    {
        string[] lines = CyclerFiles.Bdf().Split('\n');
        for (int i = 30; i < 60; i++) lines[i] = "broken," + lines[i];
        var error = Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        Assert.Equal("cell, line 31, column 1", error.Where);
        Assert.Contains("30 of 246 rows", error.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004xxxxxxxx", "workbook")]
    [InlineData("", "empty")]
    [InlineData("just\none\ncolumn", "no column with a voltage")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n7,8,9", "no column with a voltage; there is no column with a time")]
    [InlineData("time/s,voltage (furlong),current/A\n1,2,3", "the unit of column 'voltage (furlong)' is not known")]
    public void Read_WhatIsNoTest_SaysWhatIsMissing(string text, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => Read(Encoding.Latin1.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MappingOfAPerson_IsHeeded()
    {
        byte[] file = Encoding.UTF8.GetBytes("made by hand\nzeit,spannung,strom\n" + string.Join('\n', Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{1500 - i},{2}"))));
        var mapping = new CellTestMapping
        {
            HeaderLine = 2, Columns = [new(TestQuantity.Time, 0, "", "min"), new(TestQuantity.Voltage, 1, "", "mV"), new(TestQuantity.Current, 2, "", "mA")],
        };
        CellTestPreview asItIs = CellTestReaders.Preview(new MemoryStream(file)), mapped = CellTestReaders.Preview(new MemoryStream(file), mapping);

        Assert.NotEmpty(asItIs.Problems);
        Assert.Empty(mapped.Problems);
        Assert.Equal(["zeit", "spannung", "strom"], mapped.Headers);
        CellTestReading reading = CellTestReaders.Read(new MemoryStream(file), "cell", mapping, CancellationToken.None);
        Assert.Equal(new CellTestPoint(60, 1.499, 0.002, double.NaN), reading.Points[1]);
    }

    [Fact]
    public void Preview_MappingThatCannotBe_NamesEachProblem()
    {
        var mapping = new CellTestMapping { Columns = [new(TestQuantity.Time, 99, "", "s"), new(TestQuantity.Voltage, 1, "", "furlong")] };
        CellTestPreview preview = CellTestReaders.Preview(new MemoryStream(Bytes("bdf")), mapping);

        Assert.Contains(preview.Problems, problem => problem.Contains("no column 100", StringComparison.Ordinal));
        Assert.Contains(preview.Problems, problem => problem.Contains("'furlong' is not one of V, mV", StringComparison.Ordinal));
        Assert.Contains(preview.Problems, problem => problem.Contains("no column with a current", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(11)]
    public void Read_MprThatEndsEarly_GivesTheRecordsThatAreThere(int version)
    {
        byte[] whole = CyclerFiles.Mpr(version);
        CellTestReading reading = Read(whole[..(whole.Length - 965 - 2000)]);

        Assert.InRange(reading.Points.Count, 100, 230);
        Assert.Contains(reading.Notes, note => note.Contains("ends early", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40, "does not begin")]
    [InlineData(300, "ends before its data")]
    [InlineData(900, "ends before its data")]
    public void Read_MprCutBeforeItsRecords_Refuses(int length, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => Read(CyclerFiles.Mpr(2)[..length])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MprWithOneUnknownColumn_FindsItsSize()
        => Assert.Equal(246, Read(CyclerFiles.Mpr(3, [1, 4, 999, 7, 6, 8])).Points.Count);

    [Fact]
    public void Read_MprWithTwoUnknownColumns_NamesThem()
        => Assert.Contains("columns of the numbers 999, 998", Assert.Throws<InputException>(() => Read(CyclerFiles.Mpr(3, [1, 4, 999, 998, 7, 6, 8]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MprWithoutAVoltage_SaysWhatIsNeeded()
        => Assert.Contains("no time, voltage", Assert.Throws<InputException>(() => Read(CyclerFiles.Mpr(2, [4, 7]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        string row = "1,1.5,0.001\n", text = "time/s,voltage/V,current/A\n" + string.Concat(Enumerable.Repeat(row, 3000));

        Assert.Throws<OperationCanceledException>(() => CellTestReaders.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "cell", null, cancel.Token));
    }

    [Fact]
    public void DifferentialCapacity_NoisyPlateau_KeepsTheCharge()
    {
        var random = new Random(4);
        (double, double)[] curve = [.. Enumerable.Range(0, 2000).Select(i => (i * 0.08, 1.55 - (i * 5e-6) + (0.002 * (random.NextDouble() - 0.5))))];

        IReadOnlyList<(double VoltageV, double PerVolt)> found = DifferentialCapacity.Of(curve, 0.002, 0.004);

        Assert.Equal(curve[^1].Item1, found.Sum(point => point.PerVolt * 0.002), 1e-6);
        Assert.All(found, point => Assert.True(point.PerVolt >= 0));
        Assert.InRange(found.MaxBy(point => point.PerVolt).VoltageV, 1.538, 1.552);
    }

    [Theory]
    [InlineData(0.0001, 0.0051, "is 51 steps")]
    [InlineData(0.0001, 0.004, "the curve spans")]
    public void DifferentialCapacity_MoreStepsThanItHolds_Refuses(double step, double smoothing, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => DifferentialCapacity.Of([(0, 1.0), (100, 3.5)], step, smoothing)).What, StringComparison.Ordinal);

    [Fact]
    public void RateCapability_OfACathode_TakesTheLithiationOfWholeCycles()
    {
        CycleCapacity[] cycles = [new(1, 0.2, 150, 170), new(2, 0.2, 148, 152), new(3, 0.2, double.NaN, 151), new(4, 0.2, 20, 150) { MayBeUnfinished = true }];

        RateCapability group = Assert.Single(RateCapability.Of(cycles, EfficiencyConvention.LithiationOverDelithiation));
        var cell = new CellTest("s", "c", 0.88, 0.2, DateTimeOffset.UnixEpoch) { Convention = EfficiencyConvention.LithiationOverDelithiation, Cycles = cycles };

        Assert.Equal((2, 149.0), (group.Cycles, group.MeanMAhG));
        Assert.Equal(149.0, cell.CapacityAt(0.2));
        Assert.Equal(161.0, cell.CapacityAt(0.2, EfficiencyConvention.DelithiationOverLithiation));
    }

    [Fact]
    public void RateCapability_ReturnToTheFirstRate_IsAGroupOfItsOwn()
    {
        CycleCapacity[] cycles = [new(1, 0.2, 170, 165), new(2, 0.21, 168, 163), new(3, 2, 150, 149), new(4, 0.2, 160, 159)];

        Assert.Equal([(0.205, 2, 164.0), (2.0, 1, 149.0), (0.2, 1, 159.0)], RateCapability.Of(cycles, EfficiencyConvention.DelithiationOverLithiation).Select(group => (Math.Round(group.RatePerHour, 6), group.Cycles, group.MeanMAhG)));
    }

    private static CellTestReading Read(byte[] file) => CellTestReaders.Read(new MemoryStream(file), "cell", null, CancellationToken.None);

    private static byte[] Bytes(string file) => file switch
    {
        "mpt" => CyclerFiles.Mpt(),
        "mpt-comma" => CyclerFiles.Mpt(decimalComma: true),
        "mpt-no-current" => CyclerFiles.Mpt(withCurrent: false),
        "mpr-0" => CyclerFiles.Mpr(0),
        "mpr-2" => CyclerFiles.Mpr(2),
        "mpr-3" => CyclerFiles.Mpr(3),
        "mpr-11" => CyclerFiles.Mpr(11),
        _ => Encoding.UTF8.GetBytes(file switch
        {
            "bdf" => CyclerFiles.Bdf(), "neware" => CyclerFiles.NewareFlat(), "neware-layered" => CyclerFiles.NewareLayered(), "arbin-old" => CyclerFiles.Arbin(isNew: false), "arbin-new" => CyclerFiles.Arbin(isNew: true),
            _ => CyclerFiles.Maccor(),
        }),
    };
}
