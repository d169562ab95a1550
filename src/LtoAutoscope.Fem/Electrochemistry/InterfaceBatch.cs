using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// <see cref="InterfaceReaction.Implicit"/> for the whole surface of a particle, four places at a time: the same formulas, without a film's
/// resistance.
/// </summary>
internal sealed class InterfaceBatch
{
    private readonly InterfaceReaction _reaction;
    private readonly InsertionKinetics _insertion;
    private readonly SideReaction _film;
    private readonly SurfaceCharge _charge;

    internal InterfaceBatch(InterfaceReaction reaction, InsertionKinetics insertion, SideReaction film, SurfaceCharge charge)
    {
        _reaction = reaction;
        _insertion = insertion;
        _film = film;
        _charge = charge;
    }

    /// <summary>The currents at the end of an implicit step.</summary>
    /// <param name="surface">Lithiation, potentials, salt and history in; currents, derivatives and new history out.</param>
    /// <param name="potential">The potential that <see cref="SurfaceArrays.Offset"/> is added to, V.</param>
    /// <param name="seconds">The step's weight of the new rate, s.</param>
    internal void Evaluate(SurfaceArrays surface, double potential, double seconds)
    {
        int count = surface.Lithiation.Length, whole = count / 4 * 4;
        for (int s = 0; s < whole; s += 4) Four(surface, (nuint)s, potential, seconds);
        for (int s = whole; s < count; s++) surface.Set(s, One(surface, s, potential, seconds));
    }

    private InterfaceResponse One(SurfaceArrays surface, int s, double potential, double seconds) => _reaction.Implicit(
        new InterfaceHistory(surface.FilmStar[s], surface.SpentStar[s], seconds), surface.Lithiation[s], potential + surface.Offset[s], surface.Concentration[s]);

    private void Four(SurfaceArrays surface, nuint s, double potential, double seconds)
    {
        var one = Vector256.Create(1.0);
        var half = Vector256.Create(0.5);
        var x = Vector256.LoadUnsafe(ref surface.Lithiation[0], s);
        var phi = Vector256.LoadUnsafe(ref surface.Offset[0], s) + Vector256.Create(potential);
        var c = Vector256.LoadUnsafe(ref surface.Concentration[0], s);
        var u0 = _insertion.Potential;
        double f = _insertion.InverseTwoThermalV, slope = u0.SlopeV;

        // InsertionKinetics: one exponential serves both branches.
        var gap = Vector256.GreaterThan(x, Vector256.Create(u0.Binodal)) & Vector256.LessThan(x, Vector256.Create(1 - u0.Binodal));
        var middle = half - x;
        var u = f * (phi - Vector256.Create(u0.PlateauV) - (slope * middle));
        var e = Vector256.Exp(Vector256.ConditionalSelect(gap, u, u + (u0.Omega * middle)));
        var inverse = one / e;
        var root = 2 * Vector256.Sqrt(Vector256.ConditionalSelect(gap, x * (one - x), one));
        Vector256<double> sinh = e - inverse, cosh = e + inverse, removal = x * e, insertion = (one - x) * inverse;
        double ux = f * slope, uxOut = ux - u0.Omega;
        var scale = _insertion.ExchangeCurrent * Vector256.Sqrt(Vector256.Max(c, Vector256.Create(InsertionKinetics.SmallestConcentration)) / 1000.0);
        var current = scale * Vector256.ConditionalSelect(gap, root * sinh, 2 * (removal - insertion));
        var byLithiation = scale * Vector256.ConditionalSelect(
            gap, (4 * middle / root * sinh) + (ux * (root * cosh)), 2 * (cosh + (uxOut * (removal + insertion))));
        var byPotential = scale * f * Vector256.ConditionalSelect(gap, root * cosh, 2 * (removal + insertion));
        current.StoreUnsafe(ref surface.Insertion[0], s);
        byLithiation.StoreUnsafe(ref surface.ByLithiation[0], s);
        byPotential.StoreUnsafe(ref surface.ByPotential[0], s);

        Vector256<double> side = default, sideByPotential = default;
        var filmStar = Vector256.LoadUnsafe(ref surface.FilmStar[0], s);
        var film = filmStar;
        if (_film.IsOn)
        {
            var (rate, exponent, at, limit, inverseSaturation) = _film.Constants;
            double growth = seconds * _film.FilmPerCharge;
            var i = rate * Vector256.Exp(exponent * (Vector256.Create(at) - phi));
            var star = Vector256.Max(filmStar, Vector256<double>.Zero);
            var free = Vector256.Max(one - (star * inverseSaturation), Vector256<double>.Zero);
            var open = Vector256.ConditionalSelect(Vector256.GreaterThan(free, Vector256<double>.Zero), Vector256.Create(growth * inverseSaturation), Vector256<double>.Zero);
            Vector256<double> byLimit = (star / limit) + open, a = growth / limit * i, b = one + (i * byLimit), d = i * free;
            var r = 2 * d / (b + Vector256.Sqrt((b * b) + (4 * a * d)));
            var byKinetic = (free - (byLimit * r) - (growth / limit * r * r)) / ((2 * a * r) + b);
            side = r;
            sideByPotential = -exponent * i * byKinetic;
            film = filmStar + (growth * r);
        }

        var spent = Vector256.LoadUnsafe(ref surface.SpentStar[0], s);
        if (_charge.TotalCM2 > 0)
        {
            var (rate, exponent, at) = _charge.Constants;
            var k = rate * Vector256.Exp(exponent * (Vector256.Create(at) - phi));
            var denominator = one + (seconds * k);
            var r = k * Vector256.Max(Vector256.Create(_charge.TotalCM2) - spent, Vector256<double>.Zero) / denominator;
            side += r;
            sideByPotential -= exponent * r / denominator;
            spent += seconds * r;
        }

        side.StoreUnsafe(ref surface.Side[0], s);
        sideByPotential.StoreUnsafe(ref surface.SideByPotential[0], s);
        Vector256<double>.Zero.StoreUnsafe(ref surface.SideByLithiation[0], s);
        film.StoreUnsafe(ref surface.FilmNew[0], s);
        spent.StoreUnsafe(ref surface.SpentNew[0], s);
    }
}
