using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Options that the verbs of cells share.</summary>
internal static class CellOptions
{
    public static Option<double?> Mass() => new("--mass-mg") { Description = "Mass of active material, mg; may be left out where the file names it.", HelpName = "M" };

    public static Option<double?> Area() => new("--area-cm2") { Description = "Area of the electrode, cm².", HelpName = "A" };

    public static Option<double?> Temperature() => new("--temperature-c") { Description = "Temperature, °C.", HelpName = "T" };

    public static Option<string> Sign()
    {
        var sign = new Option<string>("--lithiation-current") { Description = "Sign that the file gives to the lithiating current; auto tells it from the first fall of the voltage.", DefaultValueFactory = _ => "auto" };
        sign.AcceptOnlyFromAmong("auto", "positive", "negative");
        return sign;
    }

    public static Option<string> Charge()
    {
        var charge = new Option<string>("--charge") { Description = "Where charges come from: automatic (the cycler's count where there is one), integrated (from the current), counted.", DefaultValueFactory = _ => "automatic" };
        charge.AcceptOnlyFromAmong("automatic", "integrated", "counted");
        return charge;
    }

    public static Option<string?> Mapping() => new("--mapping")
    {
        Description = "JSON that says which column holds what, where the headers do not: {\"columns\":[{\"quantity\":\"voltage\",\"column\":1,\"header\":\"\",\"unit\":\"V\"},…],\"header_line\":2,\"decimal_comma\":true}; columns from 0.", HelpName = "F.json",
    };

    public static ChargeSource Charge(string word) => word switch { "integrated" => ChargeSource.Integrated, "counted" => ChargeSource.Counted, _ => ChargeSource.Automatic };

    public static EfficiencyConvention? Convention(string? word) => word switch
    {
        "delithiation_over_lithiation" => EfficiencyConvention.DelithiationOverLithiation,
        "lithiation_over_delithiation" => EfficiencyConvention.LithiationOverDelithiation,
        _ => null,
    };

    public static string Word(EfficiencyConvention convention) => JsonNamingPolicy.SnakeCaseLower.ConvertName(convention.ToString());

    /// <summary>The convention in a formula.</summary>
    public static string Formula(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? "Q(delithiation) / Q(lithiation)" : "Q(lithiation) / Q(delithiation)";

    /// <summary>Reads a mapping.</summary>
    /// <exception cref="InputException">The file is missing or no such JSON.</exception>
    public static async Task<(CellTestMapping? Mapping, string Json)> ReadMappingAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null) return (null, "");
        if (!File.Exists(path)) throw new InputException("there is no such file", path, "Give the JSON that `cell preview --json` shows under file.columns, corrected");
        string json = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        return (CellImportForm.Columns(json), json);
    }
}
