using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Reports.Plots;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Materials;

/// <summary>The materials of the laboratory, and one of them with the source of each value.</summary>
public sealed partial class MaterialsPage : LiveComponent
{
    private static readonly PlotSize Size = new(640, 250), Narrow = new(310, 220);

    [Inject]
    private MaterialLibrary Library { get; set; } = default!;

    /// <summary>The material that is shown; null for the list.</summary>
    [Parameter]
    public string? Name { get; set; }

    private IReadOnlyList<MaterialSummary> All { get; set; } = [];

    private MaterialView? Shown { get; set; }

    private IReadOnlyList<(double Lithiation, double VoltageV)> Curve { get; set; } = [];

    private string Problem { get; set; } = "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        (Shown, Problem, Curve) = (null, "", []);
        try
        {
            if (Name is null)
            {
                All = MaterialSummary.All(Library);
                return;
            }

            Material material = Library.Load(Name);
            Shown = new MaterialView(MaterialSummary.Of(material), MaterialTable.Rows(material));
            var potential = MaterialFunctions.Potential(material);
            Curve = [.. Enumerable.Range(0, 401).Select(i => Math.Clamp(i / 400.0, 1e-6, 1 - 1e-6)).Select(x => (x, potential.At(x)))];
        }
        catch (InputException error)
        {
            Problem = Telling.OfReading(error);
        }
    }

    private static string Title(MaterialSummary material) => material.Formula.Length > 0 ? $"{material.Formula} ({material.Name})" : material.Name;

    private static bool IsUncertain(MaterialRow row) => row.Status is ValueStatus.Assumed or ValueStatus.Fitted or ValueStatus.Unstated;
}
