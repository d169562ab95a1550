using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>Layouts of cyclers and potentiostats without a reader of their own, with the headings as battery-data-format's plugins (Basytec, Digatron, Landt, Novonix) and public scripts (Gamry, Nova) have them: they are read as delimited text.</summary>
public sealed class OtherCyclersTests
{
    /// <summary>Half an hour of lithiation at 1 mA, then half an hour of delithiation: 0.5 mAh each.</summary>
    private static readonly Row[] Rows = [.. Enumerable.Range(0, 61).Select(i => new Row(60 * i, 60 * (i % 31), i <= 30 ? 1.6 - (0.01 * i) : 1.4 + (0.02 * (i - 30)), i <= 30 ? -0.001 : 0.001, i <= 30 ? i / 60.0 : (i - 30) / 60.0, i <= 30 ? -i / 60.0 : (i - 60) / 60.0))];

    public static TheoryData<string, bool> Layouts => new()
    {
        { "basytec", true }, { "novonix", true }, { "novonix-balance", true }, { "digatron", true }, { "digatron-units-row", true }, { "landt", true }, { "pec", true },
        { "nova", false }, { "ivium", false }, { "gamry", false }, { "script", false },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Read_OtherCycler_GivesTheTest(string layout, bool counts)
    {
        CellTestReading reading = CellTestReaders.Read(new MemoryStream(Encoding.Latin1.GetBytes(Text(layout))), "cell", null, CancellationToken.None);

        Assert.Equal((61, 0L), (reading.Points.Count, reading.BadRowCount));
        Assert.Equal((3600.0, 2.0, 0.001), (Math.Round(reading.Points[60].TimeS, 2), Math.Round(reading.Points[60].VoltageV, 6), Math.Round(reading.Points[60].CurrentA, 9)));
        Assert.Equal(-0.001, reading.Points[0].CurrentA, 1e-9);
        Assert.Equal(counts, reading.CountedAh.Count > 0);
        if (counts) Assert.Equal(0.001, reading.CountedAh[60], 2e-5);
        var test = GalvanostaticTest.Create("cell", new CellTestDetails { MassG = 0.01 }, reading);
        Assert.Equal([1, -1], test.HalfCycles.Select(half => half.Sign));
        Assert.All(test.HalfCycles, half => Assert.Equal(50, half.ChargeMAhG, 2.0));
    }

    [Fact]
    public void Notes_CapacityThatIsABalance_TellSo()
        => Assert.Contains(CellTestReaders.Read(new MemoryStream(Encoding.Latin1.GetBytes(Text("novonix-balance"))), "cell", null, CancellationToken.None).Notes, note => note.Contains("balance of charge and discharge", StringComparison.Ordinal));

    private static string Text(string layout) => layout switch
    {
        "basytec" => Table("~Resultfile from Basytec Battery Test System\n~Name of Test: a\n~\n~Time[h]\tDataSet\tDateTime\tt-Step[h]\tLine\tCommand\tU[V]\tI[A]\tAh[Ah]\tAh-Cyc-Charge-0\tAh-Step\tT1[°C]\tCyc-Count\tState",
            (r, i) => $"{r.Time / 3600:F8}\t{i}\t28.09.2021 09:00:00\t{r.StepTime / 3600:F8}\t2\t{Word(r, "Charge", "Discharge")}\t{r.Voltage:F4}\t{r.Current:F5}\t{r.BalanceMAh / 1000:F8}\t0\t{r.StepMAh / 1000:F8}\t25.1\t1\t2"),
        "novonix" or "novonix-balance" => Table("[Summary]\nNovonix UHPC data file\nMass (mg): 10\n[End Summary]\n[Data]\nDate and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),Potential (V),Capacity (Ah),Temperature (°C),Step Number",
            (r, _) => $"2021-09-28 9:00:00 AM,0,{Word(r, "1", "2")},{r.Time / 3600:F8},{r.StepTime / 3600:F8},{r.Current:F6},{r.Voltage:F4},{(layout == "novonix" ? r.StepMAh : 5 + r.BalanceMAh) / 1000:F8},25.0,1"),
        "digatron" => Table("Step,Status,Timestamp,Program Duration#s,Step Duration#s,Cycle,Voltage#V,Current#A,AhCha#Ah,AhDch#Ah,AhStep#Ah,Tenv#degC",
            (r, _) => $"1,{Word(r, "CHA", "DCH")},2021-09-28 09:00:00,{r.Time},{r.StepTime},1,{r.Voltage:F4},{r.Current:F6},{(r.Current > 0 ? r.StepMAh : 0) / 1000:F8},{(r.Current < 0 ? r.StepMAh : 0.5) / 1000:F8},{r.StepMAh / 1000:F8},25"),
        "digatron-units-row" => Table("Program;a\nStart Time;28.09.2021 09:00\nStep;Status;Step Time;Prog Time;Cycle;Voltage;Current;AhAccu;LogTemp001\n;;;;;[V];[A];[Ah];[°C]",
            (r, _) => $"1;{Word(r, "CHA", "DCH")};{TimeSpan.FromSeconds(r.StepTime):hh\\:mm\\:ss};{TimeSpan.FromSeconds(r.Time):hh\\:mm\\:ss};1;{r.Voltage:F4};{r.Current:F6};{r.BalanceMAh / 1000:F8};25.0", hasDecimalComma: true),
        "landt" => Table("channel_index,cycle_index,step_index,date_time_iso_string,test_time_s,step_time_s,current_a,voltage_v,charge_capacity_Ah,discharge_capacity_Ah,temperature_1_C",
            (r, _) => $"1,1,1,2021-09-28T09:00:00,{r.Time},{r.StepTime},{r.Current:F6},{r.Voltage:F4},{(r.Current > 0 ? r.StepMAh : 0) / 1000:F8},{(r.Current < 0 ? r.StepMAh : 0.5) / 1000:F8},25"),
        "pec" => Table("Data Report\nTest:,1\n\nTest,Cell,Total Time (Seconds),Step Time (Seconds),Cycle,Step,Voltage (mV),Current (mA),Charge Capacity (mAh),Discharge Capacity (mAh)",
            (r, _) => $"1,1,{r.Time},{r.StepTime},1,1,{r.Voltage * 1000:F2},{r.Current * 1000:F3},{(r.Current > 0 ? r.StepMAh : 0):F5},{(r.Current < 0 ? r.StepMAh : 0.5):F5}"),
        "nova" => Table("Index\tTime (s)\tWE(1).Potential (V)\tWE(1).Current (A)", (r, i) => $"{i}\t{r.Time}\t{r.Voltage:F4}\t{r.Current:E6}"),
        "ivium" => Table("\"time /s\"\t\"I /mA\"\t\"E /V\"", (r, _) => $"{r.Time:E4}\t{r.Current * 1000:E4}\t{r.Voltage:E4}"),
        "gamry" => Table("EXPLAIN\nTAG\tPWR_CHARGE\nCURVE\tTABLE\t61\n\tPt\tT\tVf\tIm\tSig\n\t#\ts\tV vs. Ref.\tA\tV", (r, i) => $"\t{i}\t{r.Time}\t{r.Voltage:F4}\t{r.Current:E6}\t0"),
        _ => Table("# exported\n# time_s, voltage_V, current_A", (r, _) => $"{r.Time},{r.Voltage:F4},{r.Current:F6}"),
    };

    private static string Word(Row row, string charge, string discharge) => row.Current > 0 ? charge : discharge;

    private static string Table(string head, Func<Row, int, FormattableString> row, bool hasDecimalComma = false)
    {
        string rows = string.Join('\n', Rows.Select((r, i) => row(r, i + 1).ToString(CultureInfo.InvariantCulture)));
        return $"{head}\n{(hasDecimalComma ? rows.Replace('.', ',') : rows)}\n";
    }

    private sealed record Row(double Time, double StepTime, double Voltage, double Current, double StepMAh, double BalanceMAh);
}
