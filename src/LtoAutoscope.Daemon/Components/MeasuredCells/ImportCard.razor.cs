using LtoAutoscope.Daemon.Cli;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Pipeline.Cells;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace LtoAutoscope.Daemon.Components.MeasuredCells;

/// <summary>A cycler's file from the person's machine to a measured cell: upload, preview with the columns as they are taken, confirmation.</summary>
public sealed partial class ImportCard
{
    private static readonly (string Key, string Label)[] Labels = [("mass_mg", "Active mass, mg"), ("area_cm2", "Electrode area, cm²"), ("temperature_c", "Temperature, °C"), ("lithiation_current", "Lithiating current"), ("measured_at", "Measured on")];
    private FileStream? _file;
    private CancellationTokenSource? _cancel;
    private CellImportPreview? _preview;
    private CellTestMapping? _mapping;
    private CellTest? _done;
    private string _fileName = "";
    private string _name = "";
    private string _nameOfFile = "";
    private double? _mass;
    private double? _area;
    private double? _temperature;
    private DateOnly? _measured;
    private string _convention = "";
    private ChargeSource _charge;
    private string _sign = "auto";
    private string _progress = "";
    private string _problem = "";
    private bool _busy;
    private bool _isStale;
    private bool _toldDone;
    private int _round;
    private ElementReference _doneNotice;
    private CellTest? _sameName;

    [Inject]
    private CellImports Imports { get; set; } = default!;

    [Inject]
    private SampleCellArchive Archive { get; set; } = default!;

    [Inject]
    private SampleCellCommands Commands { get; set; } = default!;

    /// <summary>The sample.</summary>
    [Parameter]
    [EditorRequired]
    public Sample Sample { get; set; } = default!;

    /// <summary>A cell was imported.</summary>
    [Parameter]
    public EventCallback<CellTest> OnImported { get; set; }

    private EfficiencyConvention? Convention => Enum.TryParse(_convention, out EfficiencyConvention chosen) ? chosen : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Cancel();
        _file?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_toldDone || _done is null) return;
        // The button that had the focus is gone; what it did takes its place.
        _toldDone = true;
        await _doneNotice.FocusAsync(preventScroll: false);
    }

    private void Cancel() => _cancel?.Cancel();

    /// <summary>What an import under a name that is in use would do, in a sentence; empty where the name is free.</summary>
    private string Taken()
        => _sameName is null ? ""
            : _sameName.SampleName != Sample.Name ? $"There is a cell {_sameName.CellName} of sample {_sameName.SampleName}. Give this one another name."
            : $"{_sameName.CellName} is there already, {(_sameName.Version > 0 ? $"from {_sameName.SourceName}" : "without a file")}. This import becomes version {_sameName.Version + 1} and {(_sameName.Counts ? "counts in its place" : $"stays left out ({_sameName.Exclusion})")}; what was imported before is kept.";

    /// <summary>What is still missing, in a sentence; empty when the cell can be imported.</summary>
    private string Missing()
        => _preview is null || _file is null ? "Choose a file first."
            : _preview.Problems.Count > 0 ? "Mend what is named above first."
            : !SampleName.IsValid(_name.Trim()) ? "Give the cell a name of letters, digits, dots, dashes and underscores."
            : _sameName is { } same && same.SampleName != Sample.Name ? Taken()
            : Convention is null ? "Choose what the efficiency divides by what."
            : "";

    /// <summary>A message as a sentence, with the form's word for a key of the API.</summary>
    private static string Sentence(string words)
    {
        foreach ((string key, string label) in Labels)
            if (words.StartsWith($"{key}: ", StringComparison.Ordinal)) return $"{label}: {words[(key.Length + 2)..].TrimEnd('.')}.";
        return words.Length == 0 ? "" : $"{char.ToUpperInvariant(words[0])}{words[1..].TrimEnd('.')}.";
    }

    private static string Read(CellImportPreview preview)
    {
        List<string> words = [];
        if (preview.Rows > 0) words.Add($"{Figures.Count(preview.Rows)} rows are used, {Figures.Count(preview.BadRows)} left out");
        if (preview.File.HeaderLine > 0) words.Add($"header in line {preview.File.HeaderLine}");
        if (preview.File.DecimalComma) words.Add("decimal commas");
        if (preview.MassMg is { } mg) words.Add($"active mass {Figures.Significant(mg)} mg");
        if (preview.ChargeFrom is { } from) words.Add(from == ChargeSource.Counted ? "charge from the cycler's count" : "charge from the integral of the current");
        return Sentence(string.Join(", ", words));
    }

    private async Task TakeAsync(InputFileChangeEventArgs change)
    {
        if (change.FileCount == 0) return; // the choice was called off
        IBrowserFile given = change.File;
        (_preview, _mapping, _done, _problem) = (null, null, null, "");
        _file?.Dispose();
        _file = null;
        if (given.Size > CellImports.LargestFile)
        {
            _problem = $"The file has {Figures.Count(given.Size >> 20)} MiB. Give one of at most {CellImports.LargestFile >> 20} MiB: export fewer columns, or wider intervals between rows.";
            return;
        }

        await DoAsync($"Taking {given.Name} over …", async token =>
        {
            var file = new FileStream(Path.Combine(Path.GetTempPath(), $"lto-autoscope-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
            try
            {
                await using Stream stream = given.OpenReadStream(CellImports.LargestFile, token);
                await stream.CopyToAsync(file, token);
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }

            (_file, _fileName) = (file, given.Name);
            // A name that a person gave stays; one that came from the file before does not.
            if (_name.Length == 0 || _name == _nameOfFile) _name = CellImportVerb.NameOf(given.Name);
            _nameOfFile = CellImportVerb.NameOf(given.Name);
        });
        await NameAsync();
        await LookAsync();
    }

    private async Task NameAsync()
    {
        string problem = await Telling.OfAsync(async () => _sameName = SampleName.IsValid(_name.Trim()) ? await Archive.FindAsync(_name.Trim(), CancellationToken.None) : null);
        if (problem.Length > 0) _problem = problem;
    }

    private async Task LookAsync()
    {
        // What was changed while the file was being read is looked at as soon as that is done.
        _isStale = true;
        while (_isStale && !_busy && _file is { } file)
        {
            _isStale = false;
            // The name is looked at by itself, and changes nothing in the file.
            await DoAsync("Reading the file …", async token => _preview = await Imports.PreviewAsync(file, Request() with { CellName = "" }, token));
        }
    }

    private Task MapAsync(CellTestMapping? mapping)
    {
        _mapping = mapping;
        return LookAsync();
    }

    private async Task ImportAsync()
    {
        if (Missing().Length > 0) return;
        CellTest? made = null;
        await DoAsync("Importing …", async token => made = await Commands.ImportAsync(_file!, Request(), token));
        if (made is null) return;
        _file!.Dispose();
        (_file, _preview, _mapping, _sameName, _done, _toldDone, _name, _mass, _measured) = (null, null, null, null, made, false, "", null, null);
        _round++;
        await OnImported.InvokeAsync(made);
    }

    private CellImportRequest Request() => new()
    {
        SampleName = Sample.Name, CellName = _name.Trim(), SourceName = _fileName, MassMg = _mass, AreaCm2 = _area, TemperatureC = _temperature, LithiationCurrent = _sign, Convention = Convention, Charge = _charge, Mapping = _mapping,
        MeasuredAt = _measured is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
    };

    /// <summary>Has something done that may last, with a way to cancel it.</summary>
    private async Task DoAsync(string progress, Func<CancellationToken, Task> work)
    {
        if (_busy) return;
        _cancel?.Dispose();
        _cancel = new CancellationTokenSource();
        (_busy, _progress, _problem) = (true, progress, "");
        StateHasChanged();
        try
        {
            _problem = await Telling.OfAsync(() => work(_cancel.Token));
        }
        catch (OperationCanceledException)
        {
            _problem = "Cancelled; nothing was kept.";
        }
        catch (IOException error)
        {
            _problem = $"The file could not be taken over ({error.Message.TrimEnd('.')}). Choose it again.";
        }
        finally
        {
            (_busy, _progress) = (false, "");
        }
    }
}
