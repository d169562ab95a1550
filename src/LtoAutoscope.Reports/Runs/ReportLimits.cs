using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Reports.Runs.Sections;

namespace LtoAutoscope.Reports.Runs;

/// <summary>What the figures of a report do not tell, in sentences; the page and its JSON print the same.</summary>
internal static class ReportLimits
{
    internal static IReadOnlyList<string> Of(RunReportModel model)
    {
        List<string> limits =
        [
            "Sizes are those of projections. A particle behind another, or lying flat, shows less or more than its volume tells.",
            "Intervals cover the scatter between frames of this sample on this stub and the sources in the uncertainty budget. They do not cover another aliquot or the preparation.",
            "The fractal dimension is corrected by a calibration against self-similar outlines at the same number of pixels; another family of shapes shows another figure: use it to compare samples taken alike.",
        ];
        if (model.Origin == ReportOrigin.Images) limits.Add("The images were taken elsewhere: where they lie on the sample, how they were chosen and whether the instrument was calibrated is not known to this program.");
        if (model.Prediction is not null)
            limits.Add(Cell(model));
        if (model.Regression is { } regression)
            limits.Add($"The regression knows what it was trained on: {regression.TrainedOn}.{(regression.InsideTrainingData ? "" : " This sample lies outside that range: its value is an extrapolation.")}");
        if (model.Regression is not null && !PredictionSection.IsComparable(model))
            limits.Add("The material of this sample is delithiated first, and the regression may be one of a material that is lithiated first, whose efficiency is counted the other way: its value is compared with nothing.");
        if (HeadlineSection.ScaleNote(model) is { } note) limits.Add($"Scale: {note} All lengths, and the efficiency computed from them, hold only as far as this scale does.");
        if (model.Run.IsSimulated) limits.Add("The instrument was a microscope in software: these figures are simulated and show what the method does, not what a powder is.");
        return limits;
    }

    private static string Cell(RunReportModel model)
    {
        string resolved = model.Run.Recipe.CellModel.Fidelity switch
        {
            CellModelFidelity.P2d => "The cell model is a porous half cell over its thickness (P2D) with the measured sizes as classes: it resolves no packing, and the pores enter by an exponent.",
            CellModelFidelity.Particle => "The cell model is one of single particles of the measured sizes: it resolves no packing, and electrolyte, separator and the thickness of the electrode are left out.",
            _ => "The cell model resolves a small box of the measured distribution; separator, lithium and the thickness of the electrode are lumped.",
        };
        return resolved + (CellSection.HasSideReaction(model)
            ? " Its side reaction is phenomenological; its parameters are assumed and carry most of the uncertainty of the efficiency."
            : " No side reaction is modelled for this material: what a film takes in a real cell is not in the efficiency.");
    }
}
