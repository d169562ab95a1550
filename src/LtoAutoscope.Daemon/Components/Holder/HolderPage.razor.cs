using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Holder;

/// <summary>The holder on the stage: what lies where, who stands for it, and what each sample has been exposed to.</summary>
public sealed partial class HolderPage : LiveComponent
{
    private string _problem = "";
    private string _sample = "";
    private bool _confirmed;
    private IReadOnlyList<string> _samples = [];
    private IReadOnlyList<DoseEntry> _doses = [];

    [Inject]
    private ILab Source { get; set; } = default!;

    [Inject]
    private LabCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The stub that is shown near.</summary>
    [SupplyParameterFromQuery(Name = "stub")]
    private string? StubName { get; set; }

    private Stub? Chosen => StubName is null ? null : Source.Holder.Find(StubName);

    private LoadedSample? There => StubName is null ? null : On(StubName);

    private string Headline
    {
        get
        {
            int confirmed = Lab.Loaded.Count(there => there.IsConfirmed);
            return Lab.Loaded.Count == 0 ? "Nothing is loaded" : $"{Figures.Count(Lab.Loaded.Count)} of {Figures.Count(Source.Holder.Stubs.Count(stub => stub.Grating is null))} stubs loaded, {Figures.Count(confirmed)} confirmed by eye";
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _doses = There is { } there ? await Source.ReadDosesAsync(there.Sample, CancellationToken.None) : [];
        if (Chosen is not null && There is null)
            _samples = [.. (await Source.ListSamplesAsync(CancellationToken.None)).Where(sample => sample.Loaded is null).Select(sample => sample.Sample.Name)];
    }

    private LoadedSample? On(string stub) => Lab.Loaded.FirstOrDefault(there => string.Equals(there.Stub, stub, StringComparison.OrdinalIgnoreCase));

    private void Choose(string? stub) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("stub", stub), replace: true);

    private async Task Act(Func<Task> command)
    {
        _problem = await Telling.OfAsync(command);
        await OnParametersSetAsync();
    }

    private async Task LoadAsync()
    {
        if (StubName is not { } stub || _sample.Length == 0) return;
        await Act(() => Commands.LoadAsync(_sample, stub, _confirmed, CancellationToken.None));
        (_sample, _confirmed) = ("", false);
    }
}
