using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Everything that passes at a place on the real surface: insertion, film growth and the surface's own charge, behind the drop of the film
/// that has grown there, η = φ − (j − s)·ρδ − U. Resolved cell, half cell and single particle all use it.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class InterfaceReaction
{
    private const int DropIterations = 50;

    private readonly IInsertionKinetics _insertion;
    private readonly SideReaction _film;
    private readonly SurfaceCharge _charge;
    private readonly double _resistivity;

    /// <param name="material">The material.</param>
    /// <param name="insertion">Its insertion kinetics; those of <see cref="MaterialKinetics"/> if null.</param>
    public InterfaceReaction(Material material, IInsertionKinetics? insertion = null)
    {
        ArgumentNullException.ThrowIfNull(material);
        _insertion = insertion ?? MaterialKinetics.Create(material);
        _film = new SideReaction(material);
        _charge = new SurfaceCharge(material);
        _resistivity = material.FilmResistivityOhmM;
    }

    /// <summary>The same for many places at a time, or null where only the scalar form holds: a film with resistance, or another insertion reaction.</summary>
    internal InterfaceBatch? CreateBatch()
        => _insertion is InsertionKinetics kinetics && !(_resistivity > 0) ? new InterfaceBatch(this, kinetics, _film, _charge) : null;

    /// <summary>The insertion reaction.</summary>
    public IInsertionKinetics Insertion => _insertion;

    /// <summary>Whether anything but insertion can happen.</summary>
    public bool HasSideReaction => _film.IsOn || _charge.TotalCM2 > 0;

    /// <summary>Film volume a charge of the film reaction, m³/C.</summary>
    public double FilmPerCharge => _film.FilmPerCharge;

    /// <summary>Net anodic current density where film and spent charge are known at the same moment, A/m².</summary>
    public double At(double x, double potential, double concentration, double filmM, double spentCM2)
        => Implicit(new InterfaceHistory(filmM, spentCM2, 0), x, potential, concentration).Net;

    /// <summary>The currents at the end of an implicit step.</summary>
    /// <param name="history">The place's past.</param>
    /// <param name="x">Lithiation of the surface at the end of the step.</param>
    /// <param name="potential">Potential of the solid against the electrolyte beside the film, V.</param>
    /// <param name="concentration">Salt concentration of that electrolyte, mol/m³.</param>
    public InterfaceResponse Implicit(in InterfaceHistory history, double x, double potential, double concentration)
    {
        double resistance = _resistivity * Math.Max(0, history.FilmStarM);
        double drop = 0;
        var (insertion, film, byFilm, spent, bySpent) = Behind(history, x, potential, concentration);
        if (!(_resistivity > 0))
        {
            return new InterfaceResponse
            {
                Insertion = insertion,
                Side = film + spent,
                SideByLithiation = 0,
                SideByPotential = byFilm + bySpent,
                SideByConcentration = 0,
                FilmM = history.FilmStarM + (history.Seconds * _film.FilmPerCharge * film),
                SpentCM2 = history.SpentStarCM2 + (history.Seconds * spent),
            };
        }

        // The net current falls as the drop rises, so drop = R(δ)·net(φ − drop) has one root; Newton's method from below, halved where it overshoots.
        for (int i = 0; i < DropIterations; i++)
        {
            resistance = _resistivity * (Math.Max(0, history.FilmStarM) + (history.Seconds * _film.FilmPerCharge * film));
            double excess = (resistance * (insertion.Current - film - spent)) - drop;
            double step = excess / (1 + (resistance * (insertion.ByPotential - byFilm - bySpent)));
            if (!double.IsFinite(step)) break;
            drop += Math.Clamp(step, -0.2, 0.2);
            (insertion, film, byFilm, spent, bySpent) = Behind(history, x, potential - drop, concentration);
            if (Math.Abs(step) <= 1e-13 + (1e-12 * Math.Abs(drop))) break;
        }

        // With the drop, d(φ − drop) = (dφ − R·∂net/∂(x, c)·d(x, c))/(1 + R·∂net/∂φ); the small change of R itself is left to the next step's history.
        double side = film + spent, sideByPotential = byFilm + bySpent;
        double share = 1 / (1 + (resistance * (insertion.ByPotential - sideByPotential)));
        double byX = -resistance * insertion.ByLithiation * share, byC = -resistance * insertion.ByConcentration * share;
        return new InterfaceResponse
        {
            Insertion = new KineticRate(
                insertion.Current,
                insertion.ByLithiation + (insertion.ByPotential * byX),
                insertion.ByPotential * share,
                insertion.ByConcentration + (insertion.ByPotential * byC)),
            Side = side,
            SideByLithiation = sideByPotential * byX,
            SideByPotential = sideByPotential * share,
            SideByConcentration = sideByPotential * byC,
            FilmM = history.FilmStarM + (history.Seconds * _film.FilmPerCharge * film),
            SpentCM2 = history.SpentStarCM2 + (history.Seconds * spent),
        };
    }

    private (KineticRate Insertion, double Film, double ByFilm, double Spent, double BySpent) Behind(
        in InterfaceHistory history, double x, double potential, double concentration)
    {
        var (film, byFilm) = _film.Implicit(potential, history.FilmStarM, history.Seconds * _film.FilmPerCharge);
        var (spent, bySpent) = _charge.Implicit(potential, history.SpentStarCM2, history.Seconds);
        return (_insertion.At(x, potential, concentration), film, byFilm, spent, bySpent);
    }
}
