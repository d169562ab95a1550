using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>The particles of an electrode: its classes in each of its cells.</summary>
internal sealed class ElectrodeState
{
    internal ElectrodeState(ElectrodeDesign design, SolverSettings settings, double temperatureK, int firstCell, int cells)
    {
        Design = design;
        FirstCell = firstCell;
        Cells = cells;
        var material = design.Material with { TemperatureK = temperatureK };
        var kinetics = design.CreateKinetics(temperatureK);
        var reaction = new InterfaceReaction(material, kinetics);
        double charge = Material.FaradayCMol * material.MaximumConcentrationMolM3, total = design.Classes.Sum(c => c.VolumeShare);
        var table = VariableDiffusivity(design, material, kinetics, temperatureK);
        Classes =
        [
            .. design.Classes.Select(c => table is null
                ? (ParticleClassState)new ModalClassState(
                    cells, c.Modes, c.DiffusionLengthM, material.DiffusivityM2S, c.AreaPerVolume, charge, material.InitialLithiation, reaction)
                : new RadialClassState(cells, settings.RadialNodes, c.DiffusionLengthM, table, c.AreaPerVolume, charge, material.InitialLithiation, reaction)),
        ];
        Fractions = [.. design.Classes.Select(c => design.ActiveVolumeFraction * c.VolumeShare / total)];
        Areas = [.. Classes.Select((c, i) => Fractions[i] * c.AreaPerVolume)];
        CellM = design.ThicknessM / cells;
        ChargePerVolume = charge;
        RestingV = kinetics.OpenCircuitV(material.InitialLithiation);
        ContentAtStart = Content();
    }

    internal ElectrodeDesign Design { get; }

    internal int FirstCell { get; }

    internal int Cells { get; }

    internal double CellM { get; }

    internal ParticleClassState[] Classes { get; }

    /// <summary>Volume of each class over volume of the electrode.</summary>
    internal double[] Fractions { get; }

    /// <summary>Real area of each class over volume of the electrode, 1/m.</summary>
    internal double[] Areas { get; }

    internal double ChargePerVolume { get; }

    internal double RestingV { get; }

    /// <summary>Lithium at the start, C/m².</summary>
    internal double ContentAtStart { get; }

    /// <summary>Lithium in the particles, C/m² of the cell's plane.</summary>
    internal double Content()
    {
        double sum = 0;
        for (int c = 0; c < Classes.Length; c++)
        {
            for (int place = 0; place < Cells; place++) sum += Fractions[c] * Classes[c].Mean(place);
        }

        return sum * CellM * ChargePerVolume;
    }

    /// <summary>Side charge that has passed, C/m² of the cell's plane: film and surface charge.</summary>
    internal (double Film, double Surface) SideCharge()
    {
        double film = 0, spent = 0;
        for (int c = 0; c < Classes.Length; c++)
        {
            for (int place = 0; place < Cells; place++)
            {
                film += Areas[c] * Classes[c].Film(place);
                spent += Areas[c] * Classes[c].Spent(place);
            }
        }

        double perCharge = Classes[0].FilmPerCharge;
        return (perCharge > 0 ? film * CellM / perCharge : 0, spent * CellM);
    }

    /// <summary>Mean film thickness on the real area, m.</summary>
    internal double MeanFilm()
    {
        double sum = 0, area = 0;
        for (int c = 0; c < Classes.Length; c++)
        {
            for (int place = 0; place < Cells; place++)
            {
                sum += Areas[c] * Classes[c].Film(place);
                area += Areas[c];
            }
        }

        return sum / area;
    }

    /// <summary>Mean lithiation.</summary>
    internal double Lithiation() => Content() / (Design.CapacityCM2 > 0 ? Design.CapacityCM2 : 1);

    private static DiffusivityTable? VariableDiffusivity(ElectrodeDesign design, Material material, IInsertionKinetics kinetics, double temperatureK)
    {
        if (design.SolidDiffusivity is { } function)
        {
            var at = function.AtTemperature(temperatureK);
            return new DiffusivityTable(at.At);
        }

        if (material.DiffusivityFactor is { } factor)
        {
            var at = factor.Compile().AtTemperature(temperatureK);
            return new DiffusivityTable(x => material.DiffusivityM2S * at.At(x));
        }

        if (material.Diffusion != SolidDiffusion.Darken) return null;
        double thermal = Material.GasConstantJMolK * temperatureK / Material.FaradayCMol;
        return new DiffusivityTable(x => material.DiffusivityM2S * Darken(kinetics, Math.Clamp(x, 1e-6, 1 - 1e-6)) / thermal);
    }

    /// <summary>x(1−x)·|dU/dx| by a central difference that stays inside 0…1.</summary>
    private static double Darken(IInsertionKinetics kinetics, double x)
    {
        double h = 1e-4 * Math.Min(x, 1 - x);
        return x * (1 - x) * Math.Abs(kinetics.OpenCircuitV(x + h) - kinetics.OpenCircuitV(x - h)) / (2 * h);
    }
}
