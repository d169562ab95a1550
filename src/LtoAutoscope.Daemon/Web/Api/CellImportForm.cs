using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The form with which a cycler's file is sent: multipart/form-data.</summary>
internal sealed record CellImportForm
{
    /// <summary>The file, at most 256 MiB.</summary>
    public required IFormFile File { get; init; }

    /// <summary>Name of the cell.</summary>
    public string Cell { get; init; } = "";

    /// <summary>Mass of active material, mg; may be left out where the file names it.</summary>
    public double? MassMg { get; init; }

    /// <summary>Area of the electrode, cm².</summary>
    public double? AreaCm2 { get; init; }

    /// <summary>Temperature, °C.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>auto, positive or negative.</summary>
    public string LithiationCurrent { get; init; } = "auto";

    /// <summary>delithiation_over_lithiation or lithiation_over_delithiation; needed to import.</summary>
    public EfficiencyConvention? Convention { get; init; }

    /// <summary>automatic, integrated or counted.</summary>
    public ChargeSource Charge { get; init; }

    /// <summary>When it was measured; without it the cell has the time of its import, and says so.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>The columns as JSON: <c>{"columns":[{"quantity":"voltage","column":1,"header":"","unit":"V"}],"header_line":null,"decimal_comma":null}</c>; columns from 0.</summary>
    public string? Mapping { get; init; }

    /// <summary>Reads a form.</summary>
    /// <exception cref="InputException">A field cannot be read, or the file is missing.</exception>
    internal static (IFormFile File, CellImportRequest Request) Read(IFormCollection form, string sample)
    {
        IFormFile file = form.Files.GetFile("file") ?? throw new InputException("the file is missing", "file", "Send it as the part 'file' of multipart/form-data");
        return (file, new CellImportRequest
        {
            SampleName = sample, CellName = form["cell"].ToString().Trim(), SourceName = Path.GetFileName(file.FileName.Replace('\\', '/')), MassMg = Number(form, "mass_mg"), AreaCm2 = Number(form, "area_cm2"), TemperatureC = Number(form, "temperature_c"),
            LithiationCurrent = form["lithiation_current"].ToString() is { Length: > 0 } sign ? sign : "auto", Convention = Word<EfficiencyConvention>(form, "convention"), Charge = Word<ChargeSource>(form, "charge") ?? ChargeSource.Automatic,
            MeasuredAt = Moment(form, "measured_at"), Mapping = Columns(form["mapping"].ToString()),
        });
    }

    /// <summary>The columns that a person named, from JSON; null where the text is empty.</summary>
    /// <exception cref="InputException">It is no such JSON.</exception>
    internal static CellTestMapping? Columns(string json)
    {
        if (json.Length == 0) return null;
        try
        {
            return JsonSerializer.Deserialize<CellTestMapping>(json, DomainJson.Line);
        }
        catch (JsonException error)
        {
            throw new InputException($"the columns cannot be read ({error.Message.TrimEnd('.')})", "mapping", "Write {\"columns\":[{\"quantity\":\"voltage\",\"column\":1,\"header\":\"\",\"unit\":\"V\"}, …]}, columns from 0", error);
        }
    }

    private static double? Number(IFormCollection form, string key)
        => form[key].ToString() is not { Length: > 0 } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
            : throw new InputException($"'{text}' is no number", key, "Write a number with a decimal point");

    private static DateTimeOffset? Moment(IFormCollection form, string key)
        => form[key].ToString() is not { Length: > 0 } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value) ? value
            : throw new InputException($"'{text}' is no moment", key, "Write it as 2026-07-10T10:00:00Z");

    private static T? Word<T>(IFormCollection form, string key)
        where T : struct, Enum
    {
        if (form[key].ToString() is not { Length: > 0 } text) return null;
        string[] words = [.. Enum.GetValues<T>().Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))];
        int at = Array.IndexOf(words, text);
        return at >= 0 ? Enum.GetValues<T>()[at] : throw new InputException($"'{text}' is not known", key, $"Give one of {string.Join(", ", words)}");
    }
}
