using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Cases;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>The files of a run of the half-cell model.</summary>
public static class HalfCellFiles
{
    /// <summary>The report.</summary>
    public const string Result = "result.json";

    /// <summary>Every time step.</summary>
    public const string Voltage = "voltage.csv";

    /// <summary>One row a cycle.</summary>
    public const string Cycles = "cycles.csv";

    /// <summary>The state through the thickness at the times asked for and at the ends of steps.</summary>
    public const string Profiles = "profiles.csv";

    /// <summary>Writes all of them; <c>result.json</c> last, so that its presence means the folder is complete.</summary>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static async Task WriteAsync(string folder, HalfCellRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Voltage), VoltageTable(run.Result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Cycles), CycleTable(run.Result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Profiles), ProfileTable(run.Result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(
            Path.Combine(folder, Result), JsonSerializer.Serialize(run.Report, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    internal static string VoltageTable(HalfCellResult result)
    {
        var text = new StringBuilder(
            "time_s,current_A_m2,voltage_V,lithiation,negative_lithiation,charge_C_m2,side_charge_C_m2,film_nm,salt_min_mol_m3,salt_max_mol_m3,cycle,step,side_charge_mAh_g,charge_mAh_g\n");
        // A full cell's charge has no one gram to refer to.
        double[]? charges = result.Case.Kind == CellKind.Half ? SpecificCharges(result) : null;
        double perGram = PerGram(result);
        for (int i = 0; i < result.Curve.Count; i++)
        {
            var p = result.Curve[i];
            text.Append(CultureInfo.InvariantCulture, $"{p.TimeS:0.#########},{p.CurrentAM2:g9},{p.VoltageV:0.########},{p.Lithiation:0.##########},");
            if (double.IsFinite(p.NegativeLithiation)) text.Append(CultureInfo.InvariantCulture, $"{p.NegativeLithiation:0.##########}");
            text.Append(
                CultureInfo.InvariantCulture,
                $",{p.ChargeCM2:g9},{p.SideChargeCM2:g9},{p.FilmM * 1e9:g9},{p.SaltMinimumMolM3:0.####},{p.SaltMaximumMolM3:0.####},{p.Cycle},{p.Step},");
            if (charges is not null) text.Append(CultureInfo.InvariantCulture, $"{p.SideChargeCM2 * perGram:g9},{Math.Abs(charges[i]):g9}\n");
            else text.Append(",\n");
        }

        return text.ToString();
    }

    /// <summary>mAh/g a C/m² of a half cell's working electrode.</summary>
    internal static double PerGram(HalfCellResult result) => 1 / (3600 * result.Case.Positive.MassKgM2);

    /// <summary>The charge of each row since its half cycle began, mAh/g; positive while it lithiates.</summary>
    internal static double[] SpecificCharges(HalfCellResult result)
    {
        double perGram = PerGram(result), start = 0;
        double[] charges = new double[result.Curve.Count];
        int direction = 0;
        for (int i = 0; i < charges.Length; i++)
        {
            int sign = Math.Sign(result.Curve[i].CurrentAM2);
            if (sign != 0 && sign != direction) (start, direction) = (i > 0 ? result.Curve[i - 1].ChargeCM2 : 0, sign);
            charges[i] = (result.Curve[i].ChargeCM2 - start) * perGram;
        }

        return charges;
    }

    internal static string CycleTable(HalfCellResult result)
    {
        var text = new StringBuilder("cycle,q_lithiation_mAh_g,q_delithiation_mAh_g,coulombic_efficiency,q_side_mAh_g,film_nm,resistance_Ohm_m2\n");
        foreach (var c in result.Cycles)
            text.Append(CultureInfo.InvariantCulture, $"{c.Cycle},{c.LithiationMAhG:g9},{c.DelithiationMAhG:g9},{c.CoulombicEfficiency:0.##########},{c.SideMAhG:g9},{c.FilmNm:g9},{c.ResistanceOhmM2:g9}\n");
        return text.ToString();
    }

    internal static string ProfileTable(HalfCellResult result)
    {
        var text = new StringBuilder("time_s,place_m,salt_mol_m3,electrolyte_V,solid_V,lithiation,surface_lithiation,film_nm\n");
        foreach (var profile in result.Profiles)
        {
            for (int i = 0; i < profile.PlaceM.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{profile.TimeS:0.######},{profile.PlaceM[i]:g9},{profile.SaltMolM3[i]:g9},{profile.ElectrolyteV[i]:g9},");
                if (double.IsFinite(profile.SolidV[i])) text.Append(CultureInfo.InvariantCulture, $"{profile.SolidV[i]:g9},{profile.Lithiation[i]:g9},{profile.SurfaceLithiation[i]:g9},{profile.FilmM[i] * 1e9:g9}");
                else text.Append(",,,");
                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
