"""Writes references.json: what scipy and statsmodels answer on seeded samples.

python tests/statistics/references.py > tests/statistics/references.json && npx biome format --write tests/statistics
"""

import itertools
import json
import warnings

import numpy as np
import scipy
import statsmodels
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import DescrStatsW

warnings.simplefilter("ignore")
random = np.random.default_rng(20)
sample = lambda n, centre=0.05, spread=0.1: [round(float(x), 4) for x in random.normal(centre, spread, n)]


def student():
    for n in (2, 3, 5, 10, 25):
        values, expected = sample(n), 0.01
        test = stats.ttest_1samp(values, expected)
        interval = test.confidence_interval(0.9)
        margin = 0.12
        yield {
            "values": values,
            "expected": expected,
            "p": float(test.pvalue),
            "interval90": [float(interval.low), float(interval.high)],
            "margin": margin,
            "equivalenceP": float(DescrStatsW(values).ttost_mean(-margin, margin)[0]),
        }


def holm():
    for n in (1, 2, 4, 7):
        p = [round(float(x), 5) for x in random.beta(0.4, 3, n)]
        rejected, adjusted, _, _ = multipletests(p, 0.05, method="holm")
        yield {"p": p, "adjusted": [float(x) for x in adjusted], "rejected": [bool(x) for x in rejected]}


def signs():
    for successes, trials in ((0, 1), (1, 5), (5, 5), (3, 9), (10, 10), (7, 20)):
        yield {
            "positive": successes,
            "negative": trials - successes,
            "p": float(stats.binomtest(successes, trials).pvalue),
        }


def bootstrap():
    for values in (sample(8), [0.13, 0.31, 0.42, 0.77, 1.16, 1.62, 2.35, 3.1, 5.93], sample(20)):
        result = stats.bootstrap((values,), np.mean, n_resamples=200_000, method="BCa", rng=1)
        yield {
            "values": values,
            "interval95": [float(result.confidence_interval.low), float(result.confidence_interval.high)],
        }


def noncentral():
    for df in (1, 2, 4, 9, 30, 500):
        for nc in (0.0, 0.7, 3.0, 12.0):
            for t in (-2.5, 0.3, 2.8, 13.0):
                cdf = float(stats.nct.cdf(t, df, nc) if nc else stats.t.cdf(t, df))
                # scipy has no answer in some far tails.
                if not np.isnan(cdf):
                    yield {"t": t, "df": df, "noncentrality": nc, "cdf": cdf}


def power_of_t_test(standard_errors, n, alpha):
    """By quadrature over the variance's distribution: scipy's nct, and with it statsmodels, fails at n = 2 and 3."""
    critical = stats.t.ppf(1 - alpha / 2, n - 1)
    spread = lambda chi2: critical * np.sqrt(chi2 / (n - 1))
    beyond = lambda chi2: stats.norm.sf(spread(chi2) - standard_errors) + stats.norm.cdf(-spread(chi2) - standard_errors)
    share = lambda u: beyond(stats.chi2.ppf(u, n - 1))
    return quad(share, 0, 1, epsabs=1e-10, epsrel=1e-10, limit=500)[0]


def power():
    for n in (2, 3, 5, 10, 40):
        for alpha in (0.05, 0.0125):
            reached = lambda size: power_of_t_test(size * np.sqrt(n), n, alpha) - 0.9
            size = float(brentq(reached, 0.01, 100, xtol=1e-9))
            if n >= 5:
                assert abs(TTestPower().power(size, n, alpha) - 0.9) < 1e-6
            yield {"n": n, "alpha": alpha, "standardDeviations": size}


def rank_correlation():
    for n in (3, 5, 9, 30):
        for ties in (False, True):
            x, y = random.normal(size=n), random.normal(size=n)
            if ties:
                x, y = np.round(x * 1.5), np.round(y * 1.5)
            x, y = [round(float(v), 3) for v in x], [round(float(v), 3) for v in y]
            rho = stats.spearmanr(x, y).statistic
            yield {"x": x, "y": y, "rho": None if np.isnan(rho) else float(rho)}


def tellable():
    """Two-sided critical values of Spearman's rho at 5 %, by going through all orders."""
    for n in range(3, 10):
        base = np.arange(n)
        orders = np.array(list(itertools.permutations(range(n))))
        rho = 1 - 6 * ((orders - base) ** 2).sum(axis=1) / (n**3 - n)
        size = np.round(np.abs(rho), 9)
        values = np.unique(size)
        enough = [float(v) for v in values if (size >= v).mean() <= 0.05]
        yield {"pairs": n, "rho": min(enough) if enough else None}


def corpora():
    """Mantel test: all simultaneous rearrangements of corpora that are source and target."""
    for n in (3, 4, 5):
        distance = np.round(random.uniform(0, 1, (n, n)), 3)
        gain = np.round(-0.5 * distance + random.normal(0, 0.2, (n, n)), 3)
        off = ~np.eye(n, dtype=bool)
        rho = stats.spearmanr(distance[off], gain[off]).statistic
        others = []
        for order in itertools.permutations(range(n)):
            moved = gain[np.ix_(order, order)]
            others.append(stats.spearmanr(distance[off], moved[off]).statistic)
        p = np.mean(np.abs(others) >= abs(rho) - 1e-9)
        yield {"distance": distance.tolist(), "gain": gain.tolist(), "rho": float(rho), "p": float(p)}


references = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "student": list(student()),
    "holm": list(holm()),
    "signs": list(signs()),
    "bootstrap": list(bootstrap()),
    "noncentral": list(noncentral()),
    "power": list(power()),
    "rankCorrelation": list(rank_correlation()),
    "tellable": list(tellable()),
    "corpora": list(corpora()),
}
print(json.dumps(references, allow_nan=False))
