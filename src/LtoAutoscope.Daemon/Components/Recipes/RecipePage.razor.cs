using System.Globalization;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Recipes;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Recipes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace LtoAutoscope.Daemon.Components.Recipes;

/// <summary>One recipe: form and text of the same thing, checked as it is typed, compared, rehearsed and saved.</summary>
public sealed partial class RecipePage : LiveComponent
{
    private static readonly (string Title, string[] Keys)[] Common =
    [
        ("Goal", ["particle_goal", "precision_percent", "precision", "maximum_frames", "maximum_minutes", "maximum_dose_per_nm2"]),
        ("Plan", ["areas", "plan.layout", "plan.gap_fraction", "plan.radius_fraction"]),
        ("Exposure", ["exposure.field_width_um", "exposure.width_px", "exposure.height_px", "exposure.dwell_us", "exposure.beam_energy_kv"]),
        ("Focus", ["focus.range_mm", "focus.steps", "focus.every_frames"]),
        ("Analysis and cell model", ["segmentation.model", "segmentation.threshold", "segmentation.minimum_diameter_px", "cell_model.particles", "cell_model.realisations", "cell_model.rate_per_hour"]),
    ];

    private RecipeView? _view;
    private RecipeText? _theirs;
    private RecipeReading _reading = new(null, []);
    private IReadOnlyList<RecipeField> _fields = [];
    private IReadOnlyDictionary<string, string> _values = new Dictionary<string, string>();
    private string _text = "";
    private string _roleWhy = "";
    private string? _leaving;
    private bool _isRead;
    private bool _mayLeave;
    private bool _busy;

    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [Inject]
    internal RecipeCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    private string Problem { get; set; } = "";

    private bool IsDirty => _view is not null && _text != _view.Yaml;

    private string EditWhy => _roleWhy;

    private string SaveWhy => _roleWhy.Length > 0 ? _roleWhy : _view is null ? "There is nothing to save." : _theirs is not null ? "Say first how to go on with the other change." : !IsDirty ? "Nothing was changed."
        : _reading.Problems.Count > 0 ? "Mend the text first." : _busy ? "It is being saved." : "";

    private string SaveWord => NextVersion is { } next ? $"Save as version {next}" : "Save";

    /// <summary>The version under which the text will be saved where that is not the one that stands in it; null where nothing is raised.</summary>
    private int? NextVersion
    {
        get
        {
            if (!IsDirty || _reading.Recipe is not { } mine || RecipeYaml.Read(_view!.Yaml, null).Recipe is not { } saved || RecipeStore.HashOf(saved) == RecipeStore.HashOf(mine)) return null;
            int highest = Math.Max(saved.Version, _view.Versions.Select(version => version.Version).DefaultIfEmpty(0).Max());
            return mine.Version > highest ? mine.Version : highest + 1;
        }
    }

    private string Headline => _view is null ? "" : $"version {_view.Version?.ToString(CultureInfo.InvariantCulture) ?? Figures.Unknown}, saved {Time.Date(_view.SavedAt)}{(_view.IsInDataFolder ? ", in the data folder, because the configuration's folder takes no files" : "")}";

    private IEnumerable<(string Title, IReadOnlyList<RecipeField> Keys)> Groups
        => Common.Select(group => (group.Title, (IReadOnlyList<RecipeField>)[.. group.Keys.Select(key => _fields.FirstOrDefault(each => each.Key == key)).OfType<RecipeField>()])).Where(group => group.Item2.Count > 0);

    private int LineCount => Math.Max(12, _text.AsSpan().Count('\n') + 1);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Name == Name) return;
        if (Person is not null) _roleWhy = Permissions.WhyNot((await Person).User, Permission.EditRecipes);
        (_view, _theirs, _isRead) = (null, null, false);
        Problem = await Telling.OfAsync(async () =>
        {
            _fields = Commands.Fields;
            _view = await Commands.FindAsync(Name, CancellationToken.None);
        });
        _isRead = true;
        _text = _view?.Yaml ?? "";
        Check();
    }

    private static string Id(RecipeField field) => "f-" + field.Key.Replace('.', '-');

    private static string Label(RecipeField field)
    {
        string words = field.Key[(field.Key.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..].Replace(" um", ", µm", StringComparison.Ordinal).Replace(" us", ", µs", StringComparison.Ordinal).Replace(" kv", ", kV", StringComparison.Ordinal)
            .Replace(" mm", ", mm", StringComparison.Ordinal).Replace(" px", ", px", StringComparison.Ordinal).Replace(" percent", ", %", StringComparison.Ordinal).Replace(" per nm2", ", e⁻/nm²", StringComparison.Ordinal);
    }

    private static string Hint(RecipeField field) => field switch
    {
        { Low: { } low, High: { } high } => $"{Plain(low)} to {Plain(high)}{(field.Default.Length > 0 ? $", default {field.Default}" : ", no limit if empty")}",
        { Kind: "enum" } => "",
        _ => field.Default.Length > 0 ? $"default {field.Default}" : "",
    };

    private static string Plain(double value) => value == Math.Round(value) ? Figures.Count((long)value) : value.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    private string Value(RecipeField field) => _values.GetValueOrDefault(field.Key) is { Length: > 0 } value ? value : field.Default;

    private IEnumerable<RecipeProblem> Problems(string key) => _reading.Problems.Where(problem => problem.Field == key);

    private void Check()
    {
        // A text area of a browser ends lines by \n; a file that came with \r\n keeps them.
        if (_view?.Yaml.Contains("\r\n", StringComparison.Ordinal) == true && !_text.Contains("\r\n", StringComparison.Ordinal)) _text = _text.ReplaceLineEndings("\r\n");
        _reading = RecipeYaml.Read(_text, Name);
        _values = RecipeYaml.Values(_text);
    }

    private Task SetAsync(RecipeField field, ChangeEventArgs change)
    {
        string value = (change.Value?.ToString() ?? "").Trim().Replace('−', '-');
        return ActAsync(() =>
        {
            _text = RecipeYaml.Set(_text, field.Key, value);
            Check();
            return Task.CompletedTask;
        });
    }

    private void Revert()
    {
        (_text, _theirs, Problem) = (_view?.Yaml ?? "", null, "");
        Check();
    }

    private async Task SaveAsync()
    {
        if (SaveWhy.Length > 0) return;
        _busy = true;
        await ActAsync(async () =>
        {
            try
            {
                _view = await Commands.SaveAsync(Name, _text, _view!.ETag, raisesVersion: true, CancellationToken.None);
                _text = _view.Yaml;
                Check();
            }
            catch (RecipeChangedException changed)
            {
                _theirs = changed.Current;
                if (changed.Current is null) Problem = $"{changed.Message} Duplicate another one, or put the file back.";
            }
        });
        _busy = false;
    }

    private async Task TakeOver(RecipeText theirs, bool keepsMine)
    {
        string mine = _text;
        await ActAsync(async () => _view = await Commands.FindAsync(Name, CancellationToken.None));
        (_theirs, _text) = (null, keepsMine ? mine : _view?.Yaml ?? theirs.Yaml);
        Check();
    }

    private async Task ActAsync(Func<Task> act)
    {
        string problem = await Telling.OfAsync(act);
        if (problem.Length > 0 || Problem.Length > 0) Problem = problem;
    }

    private void Leave(LocationChangingContext context)
    {
        bool isHere = Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath == $"/recipes/{Uri.EscapeDataString(Name)}";
        if (_mayLeave || !IsDirty || isHere) return;
        context.PreventNavigation();
        _leaving = context.TargetLocation;
        StateHasChanged();
    }

    private void GoAway(string where)
    {
        _mayLeave = true;
        Navigation.NavigateTo(where);
    }
}
