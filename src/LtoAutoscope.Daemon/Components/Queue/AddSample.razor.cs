using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>The form that queues a sample; each problem stands at its field.</summary>
public sealed partial class AddSample
{
    private readonly List<(string Key, string Text)> _problems = [];
    private string? _name;
    private string? _stub;
    private string? _shownStub;
    private string? _recipe;
    private string? _description;
    private string? _material;
    private double? _expected;
    private bool _confirmed;
    private bool _busy;

    /// <summary>The stub chosen on the holder, or null.</summary>
    [Parameter]
    public string? Stub { get; set; }

    /// <summary>The holder.</summary>
    [Parameter, EditorRequired]
    public HolderMap Holder { get; set; } = default!;

    /// <summary>Names of recipes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Recipes { get; set; } = [];

    /// <summary>Queues it; answers with a problem or an empty string.</summary>
    [Parameter, EditorRequired]
    public Func<JobRequest, Task<string>> OnAdd { get; set; } = default!;

    /// <summary>The form is left.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private MaterialLibrary Library { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "material")]
    private string? GivenMaterial { get; set; }

    /// <summary>A name to begin with, as a proposal gives it.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    private string? GivenName { get; set; }

    [SupplyParameterFromQuery(Name = "description")]
    private string? GivenDescription { get; set; }

    [SupplyParameterFromQuery(Name = "expected")]
    private double? GivenExpected { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => (_name, _description, _expected) = (GivenName, GivenDescription, GivenExpected);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _recipe ??= Recipes.Contains("standard") ? "standard" : Recipes.FirstOrDefault();
        _material ??= GivenMaterial is { } given && Library.Has(given) ? given : Library.Has(Sample.DefaultMaterial) ? Sample.DefaultMaterial : Library.Names.FirstOrDefault();
        if (Stub != _shownStub) _stub = _shownStub = Stub;
    }

    private string? Of(string key) => _problems.FirstOrDefault(p => p.Key == key).Text;

    private async Task Submit()
    {
        var sample = new Sample { Name = _name?.Trim() ?? "", Stub = _stub ?? "", Description = _description?.Trim() ?? "", ExpectedDiameterNm = _expected };
        if (_material is not null) sample = sample with { Material = _material };
        _problems.Clear();
        foreach (string problem in sample.Validate())
        {
            int colon = problem.IndexOf(": ", StringComparison.Ordinal);
            _problems.Add((problem[..colon], char.ToUpperInvariant(problem[colon + 2]) + problem[(colon + 3)..]));
        }

        if (_recipe is null) _problems.Add(("recipe", "Choose a recipe; config/recipes holds none if the list is empty"));
        if (_problems.Count > 0) return;
        _busy = true;
        string refused = await OnAdd(new JobRequest { Sample = sample, RecipeName = _recipe!, Confirmed = _confirmed });
        _busy = false;
        if (refused.Length > 0) _problems.Add(("", refused));
    }
}
