using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>
/// Two cycles of a half cell as the programs of cyclers write them. The layouts follow what the open readers galvani and yadg (BioLogic), cellpy, beep and ParseNeware (Neware, Arbin, Maccor) read, and the
/// Battery Data Format; the figures are made here: 10 mg, 1.75 mA, lithiation 1.55 V with a steep end, 5 s or more between rows.
/// </summary>
internal static class CyclerFiles
{
    internal const double MassG = 0.010, CurrentA = 0.00175;

    /// <summary>Charges of the half cycles, mAh/g: lithiation, delithiation, lithiation, delithiation.</summary>
    internal static readonly double[] HalfMAhG = [170, 160, 162, 158];

    internal readonly record struct Row(double TimeS, double StepTimeS, double VoltageV, double CurrentA, double HalfAh, double NetAh, int Half, int Cycle, bool Rests);

    /// <summary>Rows: a rest of a minute, then half cycles of so many rows each; charging is positive, so lithiation negative.</summary>
    internal static IReadOnlyList<Row> Rows(int rowsAHalf = 60)
    {
        var rows = new List<Row> { new(0, 0, 3.0, 0, 0, 0, 0, 1, true), new(60, 60, 2.9, 0, 0, 0, 0, 1, true) };
        double time = 60, net = 0;
        for (int half = 0; half < HalfMAhG.Length; half++)
        {
            double charge = HalfMAhG[half] * MassG / 1000, duration = charge / CurrentA * 3600;
            int sign = half % 2 == 0 ? -1 : 1;
            for (int i = 0; i <= rowsAHalf; i++)
            {
                double share = (double)i / rowsAHalf;
                double voltage = half % 2 == 0 ? 1.55 + (0.9 * Math.Exp(-share * 40)) - (0.55 * Math.Exp((share - 1) * 40)) : 1.58 - (0.5 * Math.Exp(-share * 40)) + (0.92 * Math.Exp((share - 1) * 40));
                rows.Add(new Row(time + (share * duration), share * duration, voltage, sign * CurrentA, share * charge, net + (sign * share * charge), half + 1, (half / 2) + 1, false));
            }

            time += duration;
            net += sign * charge;
        }

        return rows;
    }

    internal static string Bdf() => Text("Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1,Ambient Temperature / degC,Net Capacity / Ah",
        Rows().Select(r => FormattableString.Invariant($"{r.TimeS:0.###},{r.VoltageV:0.#####},{r.CurrentA:0.########},{r.Cycle},{r.Half},25.0,{r.NetAh:0.#########}")));

    internal static byte[] Mpt(bool decimalComma = false, bool withCurrent = true, string end = "\r\n")
    {
        string[] head =
        [
            "EC-Lab ASCII FILE", "Nb header lines : 9", "", "Galvanostatic Cycling with Potential Limitation", "", "Acquisition started on : 07/10/2026 17:01:24.000", "Characteristic mass : 10.000 mg", "Electrode surface area : 1.131 cm²",
            $"mode\tox/red\terror\tcontrol changes\tNs changes\tcounter inc.\tNs\ttime/s\tdq/mA.h\t(Q-Qo)/mA.h\tcontrol/V/mA\tEwe/V\tQ charge/discharge/mA.h\thalf cycle{(withCurrent ? "\t<I>/mA" : "")}\t",
        ];
        double before = 0;
        var rows = Rows().Select(r =>
        {
            string line = string.Create(CultureInfo.InvariantCulture,
                $"1\t{(r.CurrentA > 0 ? 1 : 0)}\t0\t0\t0\t0\t{r.Half}\t{r.TimeS:0.000000000000000E+000}\t{(r.NetAh - before) * 1000:E15}\t{r.NetAh * 1000:E15}\t{r.CurrentA * 1000:E7}\t{r.VoltageV:0.0000000E+000}\t{Math.Sign(r.CurrentA) * r.HalfAh * 1000:E15}\t{r.Half}{(withCurrent ? $"\t{(r.CurrentA * 1000).ToString("E7", CultureInfo.InvariantCulture)}" : "")}\t");
            before = r.NetAh;
            return decimalComma ? line.Replace('.', ',') : line;
        });
        return Encoding.Latin1.GetBytes(string.Join(end, [.. head, .. rows]) + end);
    }

    /// <summary>A binary file. Versions of the data module: 0 (short header of modules, one byte a column), 2 and 3 (two bytes), 11 (long header, two bytes with the high one first).
    /// <paramref name="inCoulombs"/> is what column 211 counts in; else mA.h.</summary>
    internal static byte[] Mpr(int version, int[]? columns = null, bool inCoulombs = false)
    {
        columns ??= version == 0 ? [1, 2, 3, 21, 31, 4, 7, 13, 5, 6, 8] : version is 2 or 3 ? [1, 2, 3, 21, 31, 65, 131, 4, 7, 13, 5, 6, 467, 468] : [1, 2, 3, 21, 31, 65, 131, 4, 7, 13, 5, 6, 9, 39, 211, 468];
        IReadOnlyList<Row> rows = Rows();
        int offset = version switch { 0 => 100, 2 => 405, 3 => 406, _ => 1007 };
        using var data = new MemoryStream();
        byte[] head = new byte[offset];
        BinaryPrimitives.WriteInt32LittleEndian(head, rows.Count);
        head[4] = (byte)columns.Length;
        for (int i = 0; i < columns.Length; i++)
        {
            if (version == 0) head[5 + i] = (byte)columns[i];
            else if (version is 2 or 3) BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(5 + (2 * i)), (ushort)columns[i]);
            else BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(5 + (2 * i)), (ushort)columns[i]);
        }

        data.Write(head);
        double before = 0;
        using (var writer = new BinaryWriter(data, Encoding.ASCII, leaveOpen: true))
        {
            foreach (Row r in rows)
            {
                bool hasFlags = false;
                foreach (int column in columns)
                {
                    switch (column)
                    {
                        case 1 or 2 or 3 or 21 or 31 or 65:
                            if (!hasFlags) writer.Write((byte)(r.CurrentA > 0 ? 5 : 1));
                            hasFlags = true;
                            break;
                        case 4: writer.Write(r.TimeS); break;
                        case 7: writer.Write((r.NetAh - before) * 1000); break;
                        case 13: writer.Write(r.NetAh * 1000); break;
                        case 5 or 8: writer.Write((float)(r.CurrentA * 1000)); break;
                        case 6 or 174: writer.Write((float)r.VoltageV); break;
                        case 178 or 434: writer.Write((float)(r.NetAh * 3600)); break;
                        case 9: writer.Write(0f); break;
                        case 39 or 131: writer.Write((ushort)r.Half); break;
                        case 211 or 467: writer.Write(Math.Sign(r.CurrentA) * r.HalfAh * (inCoulombs ? 3600 : 1000)); break;
                        case 212 or 468: writer.Write(r.Half); break;
                        default: writer.Write(0f); break;
                    }
                }

                before = r.NetAh;
            }
        }

        using var file = new MemoryStream();
        file.Write("BIO-LOGIC MODULAR FILE\u001a"u8);
        file.Write(Encoding.ASCII.GetBytes(new string(' ', 25)));
        file.Write(new byte[4]);
        Module(file, "VMP Set   ", "VMP settings", version, new byte[700]);
        Module(file, "VMP data  ", "VMP data", version, data.ToArray());
        Module(file, "VMP LOG   ", "VMP LOG", version, new byte[900]);
        return file.ToArray();
    }

    internal static string NewareFlat() => Text("DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V),Capacity(mAh),Spec. Cap.(mAh/g),Chg. Cap.(mAh),Chg. Spec. Cap.(mAh/g),DChg. Cap.(mAh),DChg. Spec. Cap.(mAh/g),Energy(Wh),Date,Power(W)",
        Rows().Select((r, i) => FormattableString.Invariant(
            $"{i + 1},{r.Cycle},{r.Half + 1},{(r.Rests ? "Rest" : r.CurrentA > 0 ? "CC Chg" : "CC DChg")},{Clock(r.StepTimeS)},{Clock(r.TimeS)},{r.CurrentA * 1000:0.####},{r.VoltageV:0.####},{r.HalfAh * 1000:0.######},0,{(r.CurrentA > 0 ? r.HalfAh * 1000 : 0):0.######},0,{(r.CurrentA < 0 ? r.HalfAh * 1000 : 0):0.######},0,0,2026-07-10 10:00:00,0,")));

    /// <summary>The layered export of the older program: no time of the whole test, currents as amounts.</summary>
    internal static string NewareLayered()
    {
        var text = new StringBuilder("Cycle ID\tCap_Chg(mAh)\tCap_DChg(mAh)\r\n\tStep ID\tStep Name\tStep Time(h:min:s.ms)\tCapacity(mAh)\r\n\t\tRecord ID\tTime(h:min:s.ms)\tVoltage(V)\tCurrent(mA)\tCapacity(mAh)\tState\r\n");
        int cycle = 0, half = -1, record = 0;
        foreach (Row r in Rows())
        {
            if (r.Cycle != cycle) text.Append(CultureInfo.InvariantCulture, $"{cycle = r.Cycle}\t1.6\t1.7\r\n");
            if (r.Half != half) text.Append(CultureInfo.InvariantCulture, $"\t{(half = r.Half) + 1}\tCC\t0:10:00.000\t1.7\r\n");
            text.Append(CultureInfo.InvariantCulture, $"\t\t{++record}\t{Clock(r.StepTimeS)}\t{r.VoltageV:0.0000}\t{Math.Abs(r.CurrentA) * 1000:0.0000}\t{r.HalfAh * 1000:0.000000}\t{(r.Rests ? "Rest" : r.CurrentA > 0 ? "CC_Chg" : "CC_DChg")}\r\n");
        }

        return text.ToString();
    }

    /// <summary>The counters go on through the whole test.</summary>
    internal static string Arbin(bool isNew)
    {
        double charged = 0, discharged = 0, before = 0;
        return Text(
            isNew ? "Data Point,Date Time,Test Time (s),Step Time (s),Cycle Index,Step Index,Current (A),Voltage (V),Charge Capacity (Ah),Discharge Capacity (Ah)" : "Data_Point,Date_Time,Test_Time(s),Step_Time(s),Cycle_Index,Step_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah)",
            Rows().Select((r, i) =>
            {
                double step = Math.Abs(r.NetAh - before);
                if (r.CurrentA > 0) charged += step;
                else discharged += step;
                before = r.NetAh;
                return FormattableString.Invariant($"{i + 1},07/10/2026 10:00:00,{r.TimeS:0.####},{r.StepTimeS:0.####},{r.Cycle},{r.Half + 1},{r.CurrentA:0.########},{r.VoltageV:0.######},{charged:0.##########},{discharged:0.##########}");
            }));
    }

    /// <summary>With millivolts under <c>Volts</c>, as exports in mA have them.</summary>
    internal static string Maccor() => "Today''s Date\t03/28/2026 12:50:27 PM\r\n\r\nDate of Test:\t08/23/2025 6:04:18 PM\r\n\r\n" + Text(
        "Rec#\tCyc#\tStep\tTestTime\tStepTime\tmAmp-hr\tmWatt-hr\tmAmps\tVolts\tState\tES\tDPt Time\t",
        Rows().Select((r, i) => FormattableString.Invariant(
            $"{i + 1}\t{r.Cycle - 1}\t{r.Half + 1}\t  {(int)(r.TimeS / 86400)}d {Clock(r.TimeS % 86400)}\t  0d {Clock(r.StepTimeS)}\t{r.HalfAh * 1000:0.######}\t0.0\t{Math.Abs(r.CurrentA) * 1000:0.####}\t{r.VoltageV * 1000:0.####}\t{(r.Rests ? "R" : r.CurrentA > 0 ? "C" : "D")}\t1\t08/23/2025 6:04:18 PM\t")), "\r\n");

    internal static string Text(string header, IEnumerable<string> rows, string end = "\n") => header + end + string.Join(end, rows) + end;

    internal static string Clock(double seconds) => FormattableString.Invariant($"{(int)(seconds / 3600):00}:{(int)(seconds / 60) % 60:00}:{seconds % 60:00.000}");

    private static void Module(MemoryStream file, string shortName, string longName, int version, byte[] data)
    {
        file.Write("MODULE"u8);
        file.Write(Encoding.ASCII.GetBytes(shortName));
        file.Write(Encoding.ASCII.GetBytes(longName.PadRight(25)));
        using var writer = new BinaryWriter(file, Encoding.ASCII, leaveOpen: true);
        if (version >= 10) writer.Write(uint.MaxValue);
        writer.Write(data.Length);
        if (version >= 10) writer.Write(0);
        writer.Write(version);
        writer.Write("07/10/26"u8);
        writer.Write(data);
    }
}
